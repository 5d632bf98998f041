import { nowMicros, type Shot } from '@vedette/core/message';
import { type CatalogEntry, packedBytes, type ShotForPack } from '@vedette/store';
import { entryOf } from '../find-shot.ts';
import { jsonOf } from '../put-description.ts';
import type { Kept } from '../shot-keeper.ts';

/** By which a key in a pack is longer than the shot's own: the pack's name. */
const PACK_NAME_BYTES = 65;
const HOUR_MICROS = 3_600_000_000;

/** A shot on its way into a pack, and whoever waits for that. */
export class WaitingShot implements ShotForPack {
  readonly shot: Shot;
  /** All but the last segment of its own key, and the last one. */
  readonly folder: string;
  readonly name: string;
  /** What it may share a pack with: a pack's key begins as those of all its shots do, also where they say the hour last. */
  readonly group: string;
  /** The most that it takes of a pack. */
  readonly bytes: number;
  /** What became of it. */
  readonly kept: Promise<Kept | 'conflict'>;
  readonly settle: (kept: Kept | 'conflict' | Promise<Kept | 'conflict'>) => void;
  #entry: CatalogEntry;

  constructor(shot: Shot, key: string) {
    const end = key.lastIndexOf('/');
    this.shot = shot;
    this.folder = key.slice(0, Math.max(0, end));
    this.name = key.slice(end + 1);
    this.group = `${Math.floor(shot.at / HOUR_MICROS)}/${this.folder}`;
    this.#entry = entryOf(key, shot);
    this.bytes = bytesOf(this.#entry, this.name, shot);
    const { promise, resolve } = settledLater<Kept | 'conflict'>();
    this.kept = promise;
    this.settle = resolve;
  }

  get id(): string {
    return this.shot.id;
  }

  get at(): number {
    return this.shot.at;
  }

  contentFor(key: string): { body: Uint8Array; description?: string } {
    const { image } = this.shot;
    this.#entry = { ...this.#entry, key, storedAt: nowMicros() };
    const description = jsonOf(this.#entry);
    return image ? { body: image.data, description } : { body: Buffer.from(description) };
  }

  /** It was stored as its content was last asked for. */
  stored(): Kept {
    return { key: this.#entry.key, isNew: true, storedAt: nowMicros(), entry: this.#entry };
  }
}

function bytesOf(entry: CatalogEntry, name: string, { image }: Shot): number {
  const description = Buffer.byteLength(jsonOf(entry)) + PACK_NAME_BYTES;
  const sizes = image ? { body: image.data.length, description } : { body: description, description: 0 };
  return packedBytes({ name: Buffer.byteLength(name), ...sizes });
}

function settledLater<T>(): { promise: Promise<T>; resolve: (value: T | Promise<T>) => void } {
  let resolve: (value: T | Promise<T>) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
