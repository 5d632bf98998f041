import type { Bucket } from '../bucket/bucket.ts';
import type { Claims } from '../catalog/claims/claims.ts';
import { isPackKey, packedKey } from '../keys/packed-key.ts';
import type { PackedShot } from './pack-index.ts';
import { PACK_TYPE } from './pack-type.ts';
import { readIndex } from './read-index.ts';
import { writePack } from './write-pack.ts';

/**
 * Where a shot lies, and whether this call put it there. `alone`: it goes into no pack, but under this key of its own, where
 * anybody may put it. `held`: another process is about to; ask again.
 */
export type Placed = { readonly key: string; readonly isNew: boolean } | { readonly alone: string } | 'held';

export interface ClaimedPacksOptions {
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

/**
 * Which pack each shot goes into. A claim tells where to look, and the bucket whether it was done. Where it was not, and long
 * enough ago, an empty pack is put in its place: from then on whoever claimed it cannot put it any more, however late they come.
 */
export class ClaimedPacks {
  readonly #bucket: Pick<Bucket, 'putIfAbsent' | 'get'>;
  readonly #claims: Claims;
  readonly #leaseMs: number;
  readonly #onUnreadable: (pack: string) => void;
  /** Packs of ours that may be there or not: nobody else is at them. */
  readonly #failed = new Set<string>();

  constructor({ bucket, claims, leaseMs = LEASE_MS, onUnreadable = () => {} }: ClaimedPacksOptions) {
    this.#bucket = bucket;
    this.#claims = claims;
    this.#leaseMs = leaseMs;
    this.#onUnreadable = onUnreadable;
  }

  /** The put of a pack of ours failed. */
  fail(pack: string): void {
    this.#failed.add(pack);
  }

  /**
   * Claims shots for a pack, or a key of their own; tells of those that are elsewhere, or may be. Rejects with ResourceError
   * where bucket or catalog fails.
   */
  async claim(key: string, ids: readonly string[]): Promise<Map<string, Placed>> {
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
    if ((await this.#bucket.putIfAbsent(pack, writePack([]), { contentType: PACK_TYPE })) === 'stored') return [];
    const read = await readIndex(this.#bucket, pack);
    if (!read) this.#onUnreadable(pack);
    return read?.index.shots ?? [];
  }
}
