import { z } from 'zod';
import { timeParameter } from './times.ts';

const name = z.string().min(1).max(300).optional();

const place = { site: name, device: name, camera: name };

const range = {
  from: timeParameter.optional().describe('captured then or later'),
  to: timeParameter.optional().describe('captured before'),
};

const page = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('items of a page'),
  cursor: z.string().max(1_000).optional().describe('the `next` of the page before'),
};

export const shotQuery = z.strictObject({
  ...range,
  ...place,
  kind: z.enum(['face', 'object', 'frame']).optional(),
  label: z.string().max(100).optional(),
  minScore: z.coerce.number().min(0).max(1).optional(),
  track: z.string().max(64).optional(),
  session: z.string().max(64).optional().describe('of the track, whose id is unique within it'),
  phase: z.enum(['first', 'best']).optional(),
  order: z.enum(['newest', 'oldest']).default('newest').describe('by capture time'),
  thumbnailHeight: z.coerce.number().int().min(16).max(1_024).default(240).describe('px, of `links.thumbnail`'),
  ...page,
});

export const placeAndTime = z.strictObject({ ...range, ...place });

export const placeAndTimePage = z.strictObject({ ...range, ...place, ...page });

export const objectQuery = z.strictObject({
  prefix: z.string().max(1_024).default(''),
  after: z.string().max(1_024).optional().describe('a key; those that sort behind it'),
  delimiter: z.literal('/').optional().describe('gather what goes on behind the next `/` into `folders`'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const idParameter = z.strictObject({ id: z.uuid().transform((id) => id.toLowerCase()) });
