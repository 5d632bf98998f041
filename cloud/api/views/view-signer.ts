import { createHmac, timingSafeEqual } from 'node:crypto';

const DAY_SECONDS = 86_400;

/** What a signed address says. */
export interface SignedView {
  readonly id: string;
  /** A list of operations, as text. */
  readonly operations: string;
  /** In seconds since the epoch. */
  readonly expires: number;
  readonly signature: string;
}

/** Signs addresses of images with operations applied (HMAC-SHA256), so that whoever has one needs no token. */
export class ViewSigner {
  readonly #find: () => Promise<Buffer>;
  readonly #now: () => number;
  #found: Buffer | undefined;

  /** `find` gives the secret; `now` in ms since the epoch. */
  constructor(find: () => Promise<Buffer>, now: () => number = Date.now) {
    this.#find = find;
    this.#now = now;
  }

  /** Before anything is signed or checked; rejects as `find` does. */
  async ready(): Promise<void> {
    this.#found ??= await this.#find();
  }

  get #secret(): Buffer {
    if (!this.#found) throw new Error('signed before the secret was found');
    return this.#found;
  }

  /** A path that is good for one to two days: it stays the same for a day, so that a browser finds it in its cache. */
  sign(id: string, operations: string): string {
    const expires = (Math.floor(this.#now() / 1_000 / DAY_SECONDS) + 2) * DAY_SECONDS;
    const signature = this.#signatureOf({ id, operations, expires }).toString('base64url');
    return `/api/images/${id}/view?${new URLSearchParams({ ops: operations, exp: String(expires), sig: signature })}`;
  }

  /** `forged` also where it was signed by another secret. */
  check(view: SignedView): 'good' | 'forged' | 'expired' {
    const signature = Buffer.from(view.signature, 'base64url');
    const wanted = this.#signatureOf(view);
    if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return 'forged';
    return view.expires * 1_000 > this.#now() ? 'good' : 'expired';
  }

  #signatureOf({ id, operations, expires }: Omit<SignedView, 'signature'>): Buffer {
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify([id, operations, expires]))
      .digest();
  }
}
