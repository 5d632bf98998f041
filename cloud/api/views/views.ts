import { createHash } from 'node:crypto';
import type { Turns } from '@vedette/core/run';
import type { Bucket, Catalog } from '@vedette/store';
import { notFound } from '../problems/problem.ts';
import type { Render, Rendered } from './render.ts';
import type { ViewCache } from './view-cache.ts';

export interface ViewsOptions {
  readonly bucket: Pick<Bucket, 'get'>;
  readonly catalog: Pick<Catalog, 'keyOf'>;
  readonly cache: ViewCache;
  readonly render: Render;
  /** So many are made at once, and wait to be. */
  readonly turns: Turns;
}

/** Images with operations applied while somebody waits: made once, kept on disk for a while. */
export class Views {
  readonly #options: ViewsOptions;
  /** Those that are being made: who asks for the same waits for it. */
  readonly #making = new Map<string, Promise<Rendered>>();

  constructor(options: ViewsOptions) {
    this.#options = options;
  }

  /** Rejects with Problem where there is no such image, or too much is asked for at once. */
  async view(id: string, operations: string): Promise<Rendered> {
    const { catalog, cache } = this.#options;
    const key = await catalog.keyOf(id); // also of what is kept: it may have been erased since
    if (key === undefined) {
      await cache.forget(id);
      throw notFound(`image ${id}`);
    }
    const name = createHash('sha256').update(operations).digest('hex');
    return (await cache.get(id, name)) ?? this.#makeOnce(id, name, key, operations);
  }

  #makeOnce(id: string, name: string, key: string, operations: string): Promise<Rendered> {
    const one = `${id} ${name}`;
    const begun = this.#making.get(one);
    if (begun) return begun;
    const making = this.#make(id, name, key, operations).finally(() => this.#making.delete(one));
    this.#making.set(one, making);
    return making;
  }

  async #make(id: string, name: string, key: string, operations: string): Promise<Rendered> {
    const { bucket, cache, render, turns } = this.#options;
    const rendered = await turns.take(async () => {
      const image = await bucket.get(key);
      if (!image) throw notFound(`object ${key} in the bucket any more`);
      return render(image, operations);
    });
    await cache.put(id, name, rendered);
    return rendered;
  }
}
