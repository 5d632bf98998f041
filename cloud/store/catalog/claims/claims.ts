/** What is known of a shot that is to go into a pack. */
export type Claim =
  /** It is for this pack, and for no other. */
  | { readonly type: 'ours' }
  /** The catalog has it under this key. */
  | { readonly type: 'stored'; readonly key: string }
  /** It is for another pack, which may be in the bucket, or on its way to it; for so long nobody else should ask for it. */
  | { readonly type: 'held'; readonly pack: string; readonly leftMs: number };

/**
 * Into which pack each shot goes, so that it goes into one. A claim says nothing of whether the pack was stored: that is in
 * the bucket, and in the catalog once the shot was added. Claims of shots that the catalog has, or had, are forgotten. Every
 * method rejects with ResourceError where the catalog cannot be reached or written.
 */
export interface Claims {
  /** Claims shots for a pack, those that nobody has; gives what is known of each, in their order. Durable. */
  claim(pack: string, ids: readonly string[], ms: number): Promise<readonly Claim[]>;
  /** Into which pack a shot was to go; undefined where nobody has claimed it, or it was added to the catalog. */
  packOf(id: string): Promise<string | undefined>;
  /** Lets others claim these shots of a pack. Only where it is certain that they are not in it, and never will be. */
  release(pack: string, ids: readonly string[]): Promise<void>;
}
