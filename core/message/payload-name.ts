import { createHash } from 'node:crypto';
import { z } from 'zod';
import { unpack } from './codec.ts';
import { payloadId } from './receipt.ts';
import { nameSchema } from './shot.ts';

/** What a payload is called in its receipt. */
export interface PayloadName {
  /** Its own, or `payloadId` where it carries none. */
  readonly id: string;
  /** Of its image, or of the payload where there is no image. */
  readonly sha256: string;
  /** The device that it says it is from. */
  readonly from?: { readonly site: string; readonly device: string };
  /** The capture time that it says, in µs since the epoch. */
  readonly at?: number;
}

const idSchema = z.object({ id: z.uuidv7() });
const fromSchema = z.object({ site: nameSchema, device: nameSchema });
const atSchema = z.object({ at: z.number().int().nonnegative() });
const dataSchema = z.object({ image: z.object({ data: z.instanceof(Uint8Array) }) });

/**
 * The name of a payload follows from its bytes alone, not from what is wrong with them: both sides must call it alike
 * even where one of them knows a newer schema than the other. A shot's name is its `id` and its image's `sha256`.
 */
export function namePayload(payload: Buffer): PayloadName {
  const value = tryUnpack(payload);
  const id = idSchema.safeParse(value).data?.id ?? payloadId(payload);
  const data = dataSchema.safeParse(value).data?.image.data ?? payload;
  const from = fromSchema.safeParse(value).data;
  const at = atSchema.safeParse(value).data;
  return { id, sha256: createHash('sha256').update(data).digest('hex'), ...(from && { from }), ...at };
}

function tryUnpack(payload: Buffer): unknown {
  try {
    return unpack(payload);
  } catch {
    return undefined;
  }
}
