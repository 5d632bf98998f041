/** A picture that was made. */
export interface Rendered {
  readonly data: Buffer;
  readonly type: string;
}

/** Applies a list of operations, as text. Rejects with BadInputError, also where there are none in the text. */
export type Render = (image: Buffer, operations: string) => Promise<Rendered>;
