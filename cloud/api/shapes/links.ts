import type { CatalogShot } from '@vedette/store';
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
    const ofImage = image && { image: `${self}/image`, thumbnail: this.view(id, thumbnailOf(thumbnailHeight)) };
    return { self, description: `${self}/description`, ...ofImage };
  }

  /** A signed address of an image with operations applied. */
  view(id: string, operations: string): string {
    return this.#signer.sign(id, operations);
  }
}
