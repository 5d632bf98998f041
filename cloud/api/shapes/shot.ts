import type { CatalogShot } from '@vedette/store';
import { z } from 'zod';
import type { Links } from './links.ts';
import { isoOf, isoTime } from './times.ts';

const links = z.object({
  self: z.string(),
  description: z.string(),
  image: z.string().optional().describe('the bytes as they were captured; absent where the image is not to be shown'),
  thumbnail: z.string().optional().describe('signed: needs no token, and may be cached'),
});

/** A shot as the catalog has it: the message without its pixels. */
export const shotAnswer = z.looseObject({
  id: z.uuid(),
  kind: z.enum(['face', 'object', 'frame']),
  site: z.string(),
  device: z.string(),
  camera: z.string(),
  session: z.string(),
  seq: z.int(),
  at: isoTime.describe('of the capture'),
  storedAt: isoTime,
  key: z.string().describe('of the object in the bucket'),
  label: z.string().optional(),
  score: z.number().optional(),
  box: z.array(z.number()).optional().describe('[x, y, width, height] in pixels of the frame'),
  landmarks: z.array(z.array(z.number())).optional(),
  track: z.looseObject({ id: z.string(), phase: z.enum(['first', 'best']), seen: z.int() }).optional(),
  model: z.looseObject({ name: z.string(), sha256: z.string(), provider: z.string() }).optional(),
  image: z
    .looseObject({ type: z.string(), width: z.int(), height: z.int(), sha256: z.string(), bytes: z.int() })
    .optional(),
  links,
});

export function answerShot(shot: CatalogShot, linksOf: Links, thumbnailHeight: number) {
  return { ...shot, at: isoOf(shot.at), storedAt: isoOf(shot.storedAt), links: linksOf.ofShot(shot, thumbnailHeight) };
}
