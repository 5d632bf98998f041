export { openSource, type SourceOptions } from './open-source.ts';
export { parseSource } from './parse-source.ts';
