import type { CatalogShot, Job } from '@vedette/store';
import { thumbnailOf } from '../views/thumbnail.ts';
import type { ViewSigner } from '../views/view-signer.ts';

/** Where things are found, as paths on this server. */
export class Links {
  readonly #signer: ViewSigner;

  constructor(signer: ViewSigner) {
    this.#signer = signer;
  }

  ofShot({ id, image }: Pick<CatalogShot, 'id' | 'image'>, thumbnailHeight: number) {
    const self = `/api/shots/${id}`;
    const thumbnail = image && this.view(id, thumbnailOf(image, thumbnailHeight));
    return { self, description: `${self}/description`, ...(thumbnail && { image: `${self}/image`, thumbnail }) };
  }

  ofJob({ id, image, result }: Pick<Job, 'id' | 'image' | 'result'>) {
    const self = `/api/jobs/${id}`;
    return { self, image: `/api/shots/${image}`, ...(result && { result: `${self}/result` }) };
  }

  /** A signed address of an image with operations applied; `operations` as JSON. */
  view(id: string, operations: string): string {
    return this.#signer.sign(id, operations);
  }
}
