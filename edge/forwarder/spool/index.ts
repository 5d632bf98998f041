export type { SpoolEntry } from './entry-index.ts';
export type { EntryMeta } from './record.ts';
export type { Recovery } from './recover.ts';
export { SpoolFullError } from './room.ts';
export { makeFolder } from './segment-files.ts';
export { Spool, type SpoolCounts, type SpoolOptions } from './spool.ts';
