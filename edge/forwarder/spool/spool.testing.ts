import type { EntryMeta, SpoolOptions } from './index.ts';

export const SMALL: SpoolOptions = { maxBytes: 1 << 20, reserveBytes: 0, segmentBytes: 2_000, recentBytes: 0 };

export function metaOf(id: string, over: Partial<EntryMeta> = {}): EntryMeta {
  return { id, topic: 'vedette/home/pole/cam0/shot', at: 1, site: 'home', device: 'pole', ...over };
}

/** Bytes that follow from an id alone, up to 20 KB of them. */
export function payloadOf(id: string): Buffer {
  return Buffer.alloc((id.length * 7_919 + (id.codePointAt(id.length - 1) ?? 0) * 1_999) % 20_000, id);
}

/** What takes its place. */
export function replacementOf(id: string): Buffer {
  return payloadOf(`${id}, smaller`);
}
