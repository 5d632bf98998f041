export { labelSource } from './label-source.ts';
export { openSource, type SourceOptions } from './open-source.ts';
export { parseSource } from './parse-source.ts';
