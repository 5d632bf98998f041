import { createHash } from 'node:crypto';
import type { Shot } from '@vedette/core/message';
import { z } from 'zod';

/** What is read of a description that lies beside an image. */
const descriptionSchema = z.object({
  image: z.object({ sha256: z.string(), reduced: z.object({ from: z.object({ sha256: z.string() }) }).optional() }),
});

/**
 * Whether a stored image and a shot's are of one picture: under a long congestion the forwarder may send a smaller one
 * of what it has sent before, or the other way about. `description` is what lies beside the stored image.
 */
export function isSamePicture(stored: Buffer, description: Buffer | undefined, { image }: Shot): boolean {
  const sent = image.reduced?.from.sha256 ?? image.sha256;
  const found = createHash('sha256').update(stored).digest('hex');
  return sent === found || sent === originalOf(found, description);
}

/** The picture that the image of this SHA-256 was made of, if its description says so. */
function originalOf(sha256: string, description: Buffer | undefined): string | undefined {
  const { image } = descriptionSchema.safeParse(parse(description)).data ?? {};
  return image?.sha256 === sha256 ? image.reduced?.from.sha256 : undefined;
}

function parse(json: Buffer | undefined): unknown {
  try {
    return JSON.parse(json?.toString() ?? '');
  } catch {
    return undefined;
  }
}
