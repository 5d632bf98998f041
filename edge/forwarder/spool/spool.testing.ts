import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { onTestFinished, vi } from 'vitest';
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

type Method = (this: FileHandle, ...of: unknown[]) => Promise<unknown>;

/** Calls of a method of any file: each goes on when it is told to, or fails. */
export interface HeldCalls {
  readonly held: ((error?: Error) => void)[];
  /** Those that come from now on are not held. */
  release(): void;
}

export async function holdFiles(method: 'writev' | 'datasync'): Promise<HeldCalls> {
  const file = await open(join(temporaryFolder(), 'any'), 'w');
  const methods: Record<typeof method, Method> = Object.getPrototypeOf(file);
  const call = methods[method];
  const held: HeldCalls['held'] = [];
  const spy = vi.spyOn(methods, method).mockImplementation(async function (this: FileHandle, ...of) {
    await new Promise<void>((resolve, reject) => held.push((error) => (error ? reject(error) : resolve())));
    return call.apply(this, of);
  });
  await file.close();
  const release = () => spy.mockRestore();
  onTestFinished(release);
  return { held, release };
}
