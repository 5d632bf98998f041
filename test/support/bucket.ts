import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Keys of all objects in a directory bucket but its own `.tmp`, in order. */
export function keysIn(bucket: string): string[] {
  return readdirSync(bucket, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(bucket, join(entry.parentPath, entry.name)))
    .filter((key) => !key.startsWith('.tmp'))
    .sort();
}

/** The images among them. */
export function imagesIn(bucket: string): string[] {
  return keysIn(bucket).filter((key) => /\.(jpg|png|webp)$/.test(key));
}

export interface StoredDescription {
  readonly id: string;
  readonly key: string;
  readonly seq: number;
  readonly kind: string;
  readonly box?: [number, number, number, number];
  readonly frame?: { readonly ref: string; readonly width: number; readonly height: number };
}

/** The descriptions beside the images. */
export function descriptionsIn(bucket: string): StoredDescription[] {
  return imagesIn(bucket).map((key) => JSON.parse(readFileSync(join(bucket, `${key}.json`), 'utf8')));
}
