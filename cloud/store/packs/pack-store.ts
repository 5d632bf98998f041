import { randomUUID } from 'node:crypto';
import type { Bucket } from '../bucket/bucket.ts';
import type { Claims } from '../catalog/claims/claims.ts';
import { packedKey, packKey } from '../keys/packed-key.ts';
import { utcOf } from '../keys/utc.ts';
import type { PackIndex } from './pack-index.ts';
import { PACK_TYPE } from './pack-type.ts';
import { readIndex } from './read-index.ts';
import { type ShotToPack, writePack } from './write-pack.ts';

/** A shot that is to lie in a pack: `contentFor` tells what, by the key that it will have. */
export interface ShotForPack extends Pick<ShotToPack, 'id' | 'name' | 'at'> {
  contentFor(key: string): Pick<ShotToPack, 'body' | 'description'>;
}

/** Where a shot lies, and whether this call put it there. `held`: another process is about to; ask again. */
export type Placed = { readonly key: string; readonly isNew: boolean } | 'held';

export interface PackStoreOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'get'>;
  readonly claims: Claims;
  /** How long others leave a pack that is claimed and not there alone; 20 s unless given. */
  readonly leaseMs?: number;
}

interface Held {
  readonly id: string;
  readonly pack: string;
  readonly leftMs: number;
}

/** Longer than a pack takes to be put, and shorter than whoever waits for its receipts would wonder. */
const LEASE_MS = 20_000;
const TAR = { contentType: PACK_TYPE };

/**
 * Puts shots into packs, each into one, whoever else does so and whoever is killed meanwhile. A shot is claimed for a pack
 * before that is put; a claim tells where to look, and the bucket whether it was done. Where it was not, and long enough ago,
 * an empty pack is put in its place: from then on whoever claimed it cannot put it any more, however late they come.
 */
export class PackStore {
  readonly #bucket: Pick<Bucket, 'putIfAbsent' | 'get'>;
  readonly #claims: Claims;
  readonly #leaseMs: number;
  /** Packs of ours that may be there or not, since the put failed: nobody else is at them. */
  readonly #failed = new Set<string>();

  constructor({ bucket, claims, leaseMs = LEASE_MS }: PackStoreOptions) {
    this.#bucket = bucket;
    this.#claims = claims;
    this.#leaseMs = leaseMs;
  }

  /**
   * Stores shots, whose keys begin with `folder`, in one pack; tells of each, in their order, where it lies. What it tells is
   * durable. Rejects with ResourceError where bucket or catalog fails; then the same call may succeed.
   */
  async store(folder: string, shots: readonly [ShotForPack, ...ShotForPack[]]): Promise<Placed[]> {
    const first = Math.min(...shots.map(({ at }) => at));
    const pack = packKey(folder, utcOf(first).compact, randomUUID());
    const placed = await this.#claim(pack, shots);
    const ours = shots.filter(({ id }) => !placed.has(id));
    const isPut = ours.length === 0 || (await this.#put(pack, ours));
    return shots.map(({ id, name }) => {
      const ownPlace = isPut ? { key: packedKey({ pack, name }), isNew: true } : 'held';
      return placed.get(id) ?? ownPlace;
    });
  }

  /** Claims shots for a pack; what is in another one, or may be, is told. */
  async #claim(pack: string, shots: readonly ShotForPack[]): Promise<Map<string, Placed>> {
    const placed = new Map<string, Placed>();
    for (let ids = shots.map(({ id }) => id); ids.length > 0; ) {
      const claims = await this.#claims.claim(pack, ids, this.#leaseMs);
      const held: Held[] = [];
      for (const [i, claim] of claims.entries()) {
        const id = ids[i] ?? '';
        if (claim.type === 'stored') placed.set(id, { key: claim.key, isNew: false });
        if (claim.type === 'held') held.push({ id, ...claim });
      }
      ids = await this.#look(held, placed);
    }
    return placed;
  }

  /** Tells where shots are that other packs claimed. Gives those that are in none, and that anybody may claim now. */
  async #look(held: readonly Held[], placed: Map<string, Placed>): Promise<string[]> {
    const free: string[] = [];
    for (const { pack, leftMs } of new Map(held.map((one) => [one.pack, one])).values()) {
      const index = await this.#settle(pack, leftMs);
      const names = new Map(index?.shots.map(({ id, name }) => [id, name]));
      const gone: string[] = [];
      for (const { id } of held.filter((one) => one.pack === pack)) {
        const name = names.get(id);
        if (name !== undefined) placed.set(id, { key: packedKey({ pack, name }), isNew: false });
        else if (index) gone.push(id);
        else placed.set(id, 'held');
      }
      if (gone.length > 0) await this.#claims.release(pack, gone);
      free.push(...gone);
    }
    return free;
  }

  /** What is in a pack, now and for good; undefined while another process may be about to put it. */
  async #settle(pack: string, leftMs: number): Promise<PackIndex | undefined> {
    const read = await readIndex(this.#bucket, pack);
    if (read) return read.index;
    if (leftMs > 0 && !this.#failed.has(pack)) return undefined;
    await this.#bucket.putIfAbsent(pack, writePack([]), TAR);
    this.#failed.delete(pack);
    return (await readIndex(this.#bucket, pack))?.index;
  }

  /** False where another process has put an empty one in its place. */
  async #put(pack: string, shots: readonly ShotForPack[]): Promise<boolean> {
    const contents = shots.map((shot) => {
      const { id, name, at } = shot;
      return { id, name, at, ...shot.contentFor(packedKey({ pack, name })) };
    });
    try {
      if ((await this.#bucket.putIfAbsent(pack, writePack(contents), TAR)) === 'stored') return true;
      // A try whose answer was lost may have stored it.
      return ((await readIndex(this.#bucket, pack))?.index.shots.length ?? 0) > 0;
    } catch (error) {
      this.#failed.add(pack);
      throw error;
    }
  }
}
