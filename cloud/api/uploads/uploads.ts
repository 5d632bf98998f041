import { randomUUID } from 'node:crypto';
import { describeShot, nowMicros, wrapImage } from '@vedette/core/message';
import { SOFTWARE } from '@vedette/core/run';
import { checkPicture, faultOfPicture, type OperationsConfig } from '@vedette/operations';
import type { Bucket, Catalog, CatalogEntry, CatalogShot, KeyTemplate, Tombstones } from '@vedette/store';
import { Problem } from '../problems/problem.ts';
import { UPLOAD_SITE } from './origin.ts';

export interface UploadsOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'remove'>;
  readonly catalog: Pick<Catalog, 'add' | 'forget'>;
  readonly tombstones: Tombstones;
  readonly template: KeyTemplate;
  readonly limits: OperationsConfig;
  /** One is stored, and in the catalog. */
  onStored(id: string): void;
}

/** An image that can be stored. */
export interface CheckedImage {
  readonly data: Buffer;
  readonly entry: CatalogEntry;
  readonly type: string;
}

/** Brings images that people upload into bucket and catalog, as shots of whole pictures. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #session = randomUUID();
  #seq = 0;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Makes a shot of an image, and decodes it once to see that it is one. Throws BadInputError or Problem. */
  async check(data: Buffer, uploader: string): Promise<CheckedImage> {
    const { limits, template } = this.#options;
    const header = checkPicture(data, limits);
    const fault = await faultOfPicture(data, limits.maxPixels);
    if (fault !== undefined) throw new Problem(422, 'undecodable', `the ${header.type} cannot be decoded: ${fault}`);
    const wrapped = wrapImage(data, header, {
      ...{ site: UPLOAD_SITE, device: uploader, camera: 'api', session: this.#session, seq: this.#seq++ },
      ...{ at: nowMicros(), software: SOFTWARE },
    });
    if (wrapped.type !== 'shot') throw new Problem(422, wrapped.reason, wrapped.detail);
    const entry = { ...describeShot(wrapped.shot), key: template.format(wrapped.shot), storedAt: nowMicros() };
    return { data, entry, type: header.type };
  }

  /**
   * Stores an image; object and entry are durable when this resolves. Its id is new, so that nothing can be there before
   * it: what the sink does about shots that are sent again is not needed. Throws Problem for what is erased meanwhile.
   */
  async store({ data, entry, type }: CheckedImage): Promise<CatalogShot> {
    const { bucket, catalog, onStored } = this.#options;
    await this.#refuseErased(entry);
    const describe = () => `${JSON.stringify(entry)}\n`;
    await bucket.putIfAbsent(entry.key, data, { contentType: type, describe });
    await catalog.add(entry);
    await this.#refuseErased(entry).catch(async (error) => {
      // Whoever erased it has looked for it already.
      await bucket.remove(entry.key);
      await catalog.forget([entry.id]);
      throw error;
    });
    onStored(entry.id);
    return entry as CatalogShot; // it was made of a shot
  }

  async #refuseErased(entry: CatalogEntry): Promise<void> {
    const rule = await this.#options.tombstones.covering(entry);
    if (rule !== undefined) throw new Problem(409, 'erased', `it is erased by the rule ${rule}`);
  }
}
