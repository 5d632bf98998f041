export type { SpoolEntry } from './entry-index.ts';
export type { EntryMeta } from './record.ts';
export { SpoolFullError } from './room.ts';
export { makeFolder, syncFolder } from './segment-files.ts';
export { Spool, type SpoolOptions } from './spool.ts';
