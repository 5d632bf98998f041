import { randomUUID } from 'node:crypto';
import type { Bucket } from '../bucket/bucket.ts';
import { packedKey, packKey } from '../keys/packed-key.ts';
import { utcOf } from '../keys/utc.ts';
import { ClaimedPacks, type ClaimedPacksOptions, type Placed } from './claimed-packs.ts';
import { PACK_TYPE } from './pack-type.ts';
import { readIndex } from './read-index.ts';
import { type ShotToPack, writePack } from './write-pack.ts';

const TAR = { contentType: PACK_TYPE };

/** A shot that is to lie in a pack: `contentFor` tells what, by the key that it will have. */
export interface ShotForPack extends Pick<ShotToPack, 'id' | 'name' | 'at'> {
  contentFor(key: string): Pick<ShotToPack, 'body' | 'description'>;
}

/**
 * Puts shots into packs, each into one, whoever else does so and whoever is killed meanwhile: a shot is claimed for a pack
 * before that is put.
 */
export class PackStore {
  readonly #bucket: Pick<Bucket, 'putIfAbsent' | 'get'>;
  readonly #claimed: ClaimedPacks;

  constructor(options: ClaimedPacksOptions) {
    this.#bucket = options.bucket;
    this.#claimed = new ClaimedPacks(options);
  }

  /**
   * Stores shots, whose keys begin with `folder`, in one pack; tells of each, in their order, where it lies. What it tells is
   * durable. Rejects with ResourceError where bucket or catalog fails; then the same call may succeed.
   */
  async store(folder: string, shots: readonly [ShotForPack, ...ShotForPack[]]): Promise<Placed[]> {
    const first = Math.min(...shots.map(({ at }) => at));
    const pack = packKey(folder, utcOf(first).compact, randomUUID());
    const placed = await this.#claimed.claim(
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
    return (await this.#claimed.claim(key, [id])).get(id) ?? { alone: key };
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
      this.#claimed.fail(pack);
      throw error;
    }
  }
}
