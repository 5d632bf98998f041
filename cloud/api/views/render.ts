/** A picture that was made. */
export interface Rendered {
  readonly data: Buffer;
  readonly type: string;
}

/** Applies a list of operations, as text. Rejects with BadInputError. */
export type Render = (image: Buffer, operations: string) => Promise<Rendered>;
