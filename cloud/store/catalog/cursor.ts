import { BadInputError } from '@vedette/core/errors';
import type { z } from 'zod';

/** Where a page ended: the values of what it is ordered by, in its last row. */
type Position = readonly (number | string)[];

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position in a cursor; undefined without one. Throws BadInputError for one that `position` does not take. */
export function decodeCursor<T>(cursor: string | undefined, position: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const read = position.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (read.success) return read.data;
  throw new BadInputError('cursor', `${JSON.stringify(cursor.slice(0, 100))} is no cursor; give the "next" of a page`);
}

/** A page of `limit` rows from one row more, which tells that there is a next one. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  { read, position }: { read(row: Row): T; position(row: Row): Position },
): { items: T[]; next?: string } {
  const items = rows.slice(0, limit).map(read);
  const last = rows[limit - 1];
  return rows.length > limit && last ? { items, next: encodeCursor(position(last)) } : { items };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
