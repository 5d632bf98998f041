export { openSource, type SourceOptions } from './open-source.ts';
export { parseSource, type SourceSpec } from './parse-source.ts';
