import { createHash } from 'node:crypto';
import { type ImageDescription, readImageHeader, type ShotImage } from '@vedette/core/message';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';

/** What is said of an image that others may be made of. */
type Original = NonNullable<ShotImage['reduced']>['from'];

/** What is read of a description that lies beside an image. */
const descriptionSchema = z.object({
  image: z.object({ sha256: z.string(), reduced: z.object({ from: z.object({ sha256: z.string() }) }).optional() }),
});

/**
 * What a stored image is to a shot that came under its key with other bytes; undefined where it shows another picture.
 * Under a long congestion the forwarder may send a smaller image of what it has sent before, or the other way about.
 * `description` is what lies beside the stored image. Where nothing does, a smaller image of the same shape is taken for
 * one that was made of the shot's: it has the shot's id, and whoever knew more died before it was written.
 */
export function imageFound(
  stored: Buffer,
  description: Buffer | undefined,
  image: ShotImage,
): ImageDescription | undefined {
  const header = readImageHeader(stored);
  if (!header) return undefined;
  const found = { ...header, sha256: createHash('sha256').update(stored).digest('hex'), bytes: stored.length };
  const original = originalOf(image);
  if (found.sha256 === original.sha256) return found;
  const isMadeOfIt = description ? saysSo(description, found, original) : mayBeMadeOf(found, image.type, original);
  return isMadeOfIt ? { ...found, reduced: { from: original } } : undefined;
}

function originalOf({ reduced, sha256, width, height, data }: ShotImage): Original {
  return reduced?.from ?? { sha256, width, height, bytes: data.length };
}

function saysSo(description: Buffer, found: ImageDescription, original: Original): boolean {
  const { image } = descriptionSchema.safeParse(parseJson(description)).data ?? {};
  return image?.sha256 === found.sha256 && image.reduced?.from.sha256 === original.sha256;
}

function mayBeMadeOf(
  { type, width, height, bytes }: ImageDescription,
  originalType: string,
  original: Original,
): boolean {
  if (type !== originalType || bytes >= original.bytes) return false;
  if (width > original.width || height > original.height) return false;
  // A side that was rounded is off by a pixel at most.
  const skew = Math.abs(width * original.height - height * original.width);
  return skew <= Math.max(original.width, original.height);
}
