import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { SharedTable, ShotRow, Tables } from '../tables.ts';

const HOUR_MICROS = 3_600_000_000;

/** The begin of the hour that a time lies in. */
export function hourOf(at: number): number {
  return at - (at % HOUR_MICROS);
}

/** What is counted of a shot, and what it is counted for. */
export type CountedShot = Pick<
  ShotRow,
  'id' | 'camera_id' | 'class_id' | 'model_id' | 'track_id' | 'at' | 'seen' | 'image_bytes'
>;

/** Which column of a shot says what it has in common with others. */
export const REFERENCES = {
  cameras: 'camera_id',
  classes: 'class_id',
  models: 'model_id',
  tracks: 'track_id',
} as const satisfies Record<SharedTable, keyof CountedShot>;

export const SHARED_TABLES = Object.keys(REFERENCES) as SharedTable[];

interface Sum {
  shots: number;
  bytes: number;
  first: number;
  last: number;
}

/** Sums shots by a number of theirs; one that has none is left out. */
export function sumBy(
  shots: readonly CountedShot[],
  numberOf: (shot: CountedShot) => number | null,
): ReadonlyMap<number, Readonly<Sum>> {
  const sums = new Map<number, Sum>();
  for (const shot of shots) {
    const number = numberOf(shot);
    if (number === null) continue;
    const sum = sums.get(number) ?? { shots: 0, bytes: 0, first: shot.at, last: shot.at };
    sum.shots += 1;
    sum.bytes += shot.image_bytes;
    sum.first = Math.min(sum.first, shot.at);
    sum.last = Math.max(sum.last, shot.at);
    sums.set(number, sum);
  }
  return sums;
}

/** Where there is none yet, a comparison with NULL is not true, and the other one is taken. */
const MORE = sql`
  shots = shots + more.column2, bytes = bytes + more.column3,
  first_at = case when first_at <= more.column4 then first_at else more.column4 end,
  last_at = case when last_at >= more.column5 then last_at else more.column5 end`;

/** Adds shots to what is counted of them. */
export async function countAdded(transaction: Transaction<Tables>, shots: readonly CountedShot[]): Promise<void> {
  for (const table of ['cameras', 'classes', 'models'] as const) {
    const sums = sumBy(shots, (shot) => shot[REFERENCES[table]]);
    if (sums.size === 0) continue;
    await sql`
      update ${sql.table(table)} set ${MORE}
      from (${numbers([...sums].map(rowOf))}) as more where id = more.column1`.execute(transaction);
  }
  await countTracks(transaction, shots);
  await countHours(transaction, shots, 1);
}

/** A track's best shot is the one that says it was seen most often, the later id of two. */
async function countTracks(transaction: Transaction<Tables>, shots: readonly CountedShot[]): Promise<void> {
  const sums = sumBy(shots, ({ track_id }) => track_id);
  if (sums.size === 0) return;
  const best = bestByTrack(shots);
  const rows = [...sums].map((sum) => {
    const { seen, id } = best.get(sum[0]) ?? { seen: 0, id: '' };
    return sql`(${sql.join([...rowOf(sum), seen].map(bigint))}, ${id})`;
  });
  const isBetter = sql`(seen, best_id) < (more.column6, more.column7)`;
  await sql`
    update tracks set ${MORE}, seen = case when ${isBetter} then more.column6 else seen end,
      best_id = case when ${isBetter} then more.column7 else best_id end
    from (values ${sql.join(rows)}) as more where id = more.column1`.execute(transaction);
}

function bestByTrack(
  shots: readonly CountedShot[],
): ReadonlyMap<number, { readonly seen: number; readonly id: string }> {
  const best = new Map<number, { readonly seen: number; readonly id: string }>();
  for (const { track_id, seen, id } of shots) {
    if (track_id === null || seen === null) continue;
    const before = best.get(track_id);
    if (!before || seen > before.seen || (seen === before.seen && id > before.id)) best.set(track_id, { seen, id });
  }
  return best;
}

function rowOf([number, { shots, bytes, first, last }]: readonly [number, Readonly<Sum>]): number[] {
  return [number, shots, bytes, first, last];
}

/** Adds shots to the counts of hours; with `sign` -1 takes them off. */
export async function countHours(
  transaction: Transaction<Tables>,
  shots: readonly CountedShot[],
  sign: 1 | -1,
): Promise<void> {
  const cells = new Map<string, { camera_id: number; hour: number; shots: number; bytes: number }>();
  for (const { camera_id, at, image_bytes } of shots) {
    const hour = hourOf(at);
    const name = `${camera_id} ${hour}`;
    const cell = cells.get(name) ?? { camera_id, hour, shots: 0, bytes: 0 };
    cell.shots += sign;
    cell.bytes += sign * image_bytes;
    cells.set(name, cell);
  }
  await transaction
    .insertInto('hours')
    .values([...cells.values()])
    .onConflict((conflict) =>
      conflict.columns(['hour', 'camera_id']).doUpdateSet((row) => ({
        shots: row('hours.shots', '+', row.ref('excluded.shots')),
        bytes: row('hours.bytes', '+', row.ref('excluded.bytes')),
      })),
    )
    .execute();
}

/** A table of whole numbers, whose columns both engines call column1, column2 and so on. */
export function numbers(rows: readonly (readonly number[])[]): RawBuilder<unknown> {
  return sql`values ${sql.join(rows.map((row) => sql`(${sql.join(row.map(bigint))})`))}`;
}

/** PostgreSQL takes a parameter in a list of values for text unless it is told. */
function bigint(value: number): RawBuilder<number> {
  return sql`cast(${value} as bigint)`;
}
