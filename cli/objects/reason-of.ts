import { type Bucket, isDescriptionKey, PREFIXES } from '@vedette/store';
import { z } from 'zod';

const rejectionSchema = z.object({ reason: z.string(), detail: z.string() });

/** Why an object was put aside. */
export type Reason = z.infer<typeof rejectionSchema>;

/** Undefined of an object that was not put aside, or that does not say. */
export async function reasonOf(bucket: Pick<Bucket, 'get'>, key: string): Promise<Reason | undefined> {
  const isPutAside = [PREFIXES.invalid, PREFIXES.deadLetters].some((prefix) => key.startsWith(prefix));
  if (!isPutAside || isDescriptionKey(key)) return undefined;
  try {
    return rejectionSchema.parse(JSON.parse(String(await bucket.get(`${key}.json`))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
