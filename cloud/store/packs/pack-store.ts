import { randomUUID } from 'node:crypto';
import type { Bucket } from '../bucket/bucket.ts';
import type { Claims } from '../catalog/claims/claims.ts';
import { isPackKey, packedKey, packKey } from '../keys/packed-key.ts';
import { utcOf } from '../keys/utc.ts';
import type { PackedShot } from './pack-index.ts';
import { PACK_TYPE } from './pack-type.ts';
import { readIndex } from './read-index.ts';
import { type ShotToPack, writePack } from './write-pack.ts';

/** A shot that is to lie in a pack: `contentFor` tells what, by the key that it will have. */
export interface ShotForPack extends Pick<ShotToPack, 'id' | 'name' | 'at'> {
  contentFor(key: string): Pick<ShotToPack, 'body' | 'description'>;
}

/**
 * Where a shot lies, and whether this call put it there. `alone`: it goes into no pack, but under this key of its own, where
 * anybody may put it. `held`: another process is about to; ask again.
 */
export type Placed = { readonly key: string; readonly isNew: boolean } | { readonly alone: string } | 'held';

export interface PackStoreOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'get'>;
  readonly claims: Claims;
  /** How long others leave a pack that is claimed and not there alone; 20 s unless given. */
  readonly leaseMs?: number;
  /** Told of a pack's key where an object lies that is no pack, so that what it was to hold is stored once more. */
  readonly onUnreadable?: (pack: string) => void;
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
  readonly #onUnreadable: (pack: string) => void;
  /** Packs of ours that may be there or not, since the put failed: nobody else is at them. */
  readonly #failed = new Set<string>();

  constructor({ bucket, claims, leaseMs = LEASE_MS, onUnreadable = () => {} }: PackStoreOptions) {
    this.#bucket = bucket;
    this.#claims = claims;
    this.#leaseMs = leaseMs;
    this.#onUnreadable = onUnreadable;
  }

  /**
   * Stores shots, whose keys begin with `folder`, in one pack; tells of each, in their order, where it lies. What it tells is
   * durable. Rejects with ResourceError where bucket or catalog fails; then the same call may succeed.
   */
  async store(folder: string, shots: readonly [ShotForPack, ...ShotForPack[]]): Promise<Placed[]> {
    const first = Math.min(...shots.map(({ at }) => at));
    const pack = packKey(folder, utcOf(first).compact, randomUUID());
    const placed = await this.#claim(
      pack,
      shots.map(({ id }) => id),
    );
    const ours = shots.filter(({ id }) => !placed.has(id));
    const isPut = ours.length === 0 || (await this.#put(pack, ours));
    return shots.map(({ id, name }) => {
      const ownPlace = isPut ? { key: packedKey({ pack, name }), isNew: true } : 'held';
      return placed.get(id) ?? ownPlace;
    });
  }

  /**
   * Claims a shot for a key of its own, where it is to be put, unless it lies in a pack, or is on its way into one. Durable;
   * rejects as `store` does.
   */
  async claimAlone(id: string, key: string): Promise<Placed> {
    return (await this.#claim(key, [id])).get(id) ?? { alone: key };
  }

  /** Claims shots for a pack, or a key of their own; what is elsewhere, or may be, is told. */
  async #claim(key: string, ids: readonly string[]): Promise<Map<string, Placed>> {
    const placed = new Map<string, Placed>();
    for (let asked = ids; asked.length > 0; ) {
      const claims = await this.#claims.claim(key, asked, this.#leaseMs);
      const held: Held[] = [];
      for (const [i, claim] of claims.entries()) {
        const id = asked[i] ?? '';
        if (claim.type === 'stored') placed.set(id, { key: claim.key, isNew: false });
        else if (claim.type === 'held' && isPackKey(claim.pack)) held.push({ id, ...claim });
        else if (claim.type === 'held') placed.set(id, { alone: claim.pack });
      }
      asked = await this.#look(held, placed);
    }
    return placed;
  }

  /** Tells where shots are that other packs claimed. Gives those that are in none, and that anybody may claim now. */
  async #look(held: readonly Held[], placed: Map<string, Placed>): Promise<string[]> {
    const free: string[] = [];
    for (const { pack, leftMs } of new Map(held.map((one) => [one.pack, one])).values()) {
      const shots = await this.#settle(pack, leftMs);
      const names = new Map(shots?.map(({ id, name }) => [id, name]));
      const gone: string[] = [];
      for (const { id } of held.filter((one) => one.pack === pack)) {
        const name = names.get(id);
        if (name !== undefined) placed.set(id, { key: packedKey({ pack, name }), isNew: false });
        else if (shots) gone.push(id);
        else placed.set(id, 'held');
      }
      if (gone.length > 0) await this.#claims.release(pack, gone);
      free.push(...gone);
    }
    return free;
  }

  /** What can be read in a pack, now and for good; undefined while another process may be about to put it. */
  async #settle(pack: string, leftMs: number): Promise<readonly PackedShot[] | undefined> {
    const read = await readIndex(this.#bucket, pack);
    if (!read && leftMs > 0 && !this.#failed.has(pack)) return undefined;
    const shots = read?.index.shots ?? (await this.#shut(pack));
    this.#failed.delete(pack);
    return shots;
  }

  /** Puts an empty pack in the place of one that is not there; gives what somebody has put there at the last moment. */
  async #shut(pack: string): Promise<readonly PackedShot[]> {
    if ((await this.#bucket.putIfAbsent(pack, writePack([]), TAR)) === 'stored') return [];
    const read = await readIndex(this.#bucket, pack);
    if (!read) this.#onUnreadable(pack);
    return read?.index.shots ?? [];
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
