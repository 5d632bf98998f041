import { BadInputError } from '@vedette/core/errors';
import { z } from 'zod';

const MAX_LIMIT = 1_000;
const DEFAULT_LIMIT = 100;

/** What an engine would take for something else, or not at all. */
const querySchema = z
  .looseObject({
    from: z.int().optional(),
    to: z.int().optional(),
    minScore: z.number().optional(),
    track: z.string().optional(),
    session: z.string().optional(),
    limit: z.int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  })
  .refine(({ track, session }) => session === undefined || track !== undefined, {
    ...{ path: ['session'], error: 'a session is that of a track: name the track too' },
  });

/** How many rows a page has. Throws BadInputError for a question that is none. */
export function checkQuery(query: object): { readonly limit: number } {
  const read = querySchema.safeParse(query);
  if (read.success) return read.data;
  throw new BadInputError('query', `no question to a catalog: ${z.prettifyError(read.error)}`);
}
