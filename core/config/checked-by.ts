import type { z } from 'zod';
import { ConfigError } from '../errors.ts';

/** Lets a setting be checked by what reads it later: a ConfigError of `parse` becomes an issue of the schema. */
export function checkedBy(parse: (text: string) => unknown, text: string, context: z.RefinementCtx): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    context.addIssue(error.message);
  }
}
