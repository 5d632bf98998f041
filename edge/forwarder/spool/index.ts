export type { SpoolEntry } from './entry-index.ts';
export { openSpool, type SpoolOptions } from './open-spool.ts';
export type { EntryMeta } from './record.ts';
export { SpoolFullError } from './room.ts';
export { makeFolder, syncFolder } from './segment-files.ts';
export type { Spool } from './spool.ts';
