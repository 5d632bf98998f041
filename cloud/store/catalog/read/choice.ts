import type { SelectQueryBuilder } from 'kysely';
import type { Tables } from '../tables.ts';

/** Some rows, by their numbers or by what gives them. */
export type Choice = number[] | SelectQueryBuilder<Tables, never, { id: number }>;

/** A statement has no room for very many parameters, and a stranger may invent as many names as they like. */
const MAX_LISTED = 1_000;

/**
 * The numbers that a query gives, so that the engine sees how many there are and plans accordingly; of very many the query
 * itself.
 */
export async function choose<T extends keyof Tables>(
  query: SelectQueryBuilder<Tables, T, { id: number }>,
): Promise<Choice> {
  const rows = await query.limit(MAX_LISTED + 1).execute();
  return rows.length > MAX_LISTED ? (query as Choice) : rows.map(({ id }) => id);
}

export function isNone(choice: Choice | undefined): boolean {
  return Array.isArray(choice) && choice.length === 0;
}
