export interface PutOptions {
  /** The media type that a browser is told. */
  readonly contentType: string;
  /**
   * Says, as JSON, what there is to say of the object, when it is written. Whoever stores the object stores that too:
   * `get` gives it under `<key>.json`, in place of one that is left there without an object; it lies there as an object of
   * its own, or within the object where the bucket can hold it there. Both are durable together. Where the object is
   * present it is not written: a process that died in between may have left the object without, but only the caller can
   * judge whose it is.
   */
  describe?(): string;
}

/** One object as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** A part of an object: `bytes` of them, one at least, from the byte `from` on. */
export interface ByteRange {
  readonly from: number;
  readonly bytes: number;
}

/** How anybody fetches an object: the URL, and the headers that the request must have. */
export interface Link {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an object's bytes become; undefined for nothing, which removes it. */
export type Change = (body: Buffer) => Uint8Array | 'as it is' | undefined;

/**
 * Where objects are kept: whole, under keys whose segments are divided by `/`, as they were first written.
 * Every method rejects with BadInputError (reason `key`) for a key that no bucket can hold, and with
 * ResourceError where the bucket cannot be reached, read or written; the same call may succeed later. A call over a network
 * has an end by itself, since nobody else can end it; one on a disk may take as long as the disk does.
 */
export interface Bucket {
  /** Where it is, for people; `openBucket` takes it. */
  readonly url: string;
  /**
   * Writes an object unless there is one under this key; what it resolves with is durable, and nobody ever sees a part.
   * An object that is there already stays as it is, whatever its bytes: a key of ours follows from a message's id, so
   * the first to write it has written it for all. Many at once cost less than one after another.
   */
  putIfAbsent(key: string, body: Uint8Array, options: PutOptions): Promise<'stored' | 'present'>;
  /**
   * Puts in place of an object what `change` makes of its bytes, or removes it where that is nothing; false where there is
   * none. `change` is asked again where another one has changed the object meanwhile, so that nothing of theirs is lost: where
   * a bucket cannot tell, it rejects with ResourceError. What it resolves with is durable, and whoever reads meanwhile gets
   * the one or the other, whole. Only for what has no description and may not stay as it is: shots are put.
   */
  update(key: string, options: Pick<PutOptions, 'contentType'>, change: Change): Promise<boolean>;
  /**
   * Removes an object and its description, for good when it resolves; false where there was neither. What a bucket keeps
   * of earlier versions, where it is set to, is the bucket's own.
   */
  remove(key: string): Promise<boolean>;
  /** An object's bytes, or those of a part, as far as it goes; undefined where there is none. */
  get(key: string, part?: ByteRange): Promise<Buffer | undefined>;
  /**
   * The objects whose key begins with `prefix` and, with `after`, sorts behind it; in the order of the keys' UTF-8
   * bytes. What is written or removed during the listing may or may not be in it.
   */
  list(prefix: string, options?: { readonly after?: string }): AsyncIterable<StoredObject>;
  /**
   * How anybody may fetch an object for so long, a week at most; undefined where the bucket has no address to give, of no
   * object, and of a description that lies within its object.
   */
  linkTo(key: string, seconds: number): Promise<Link | undefined>;
  /** Finishes what was begun and lets go of what it holds; to write or remove afterwards rejects with ResourceError. */
  close(): Promise<void>;
}
