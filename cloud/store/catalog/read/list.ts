import type { Kysely } from 'kysely';
import type { CatalogCamera, CatalogDevice, CatalogLabel, CatalogModel, Counted } from '../answers.ts';
import { fromColumn, toColumn } from '../column-text.ts';
import type { PlaceQuery } from '../queries.ts';
import type { Tables } from '../tables.ts';
import { type Choice, choose } from './choice.ts';

type Db = Kysely<Tables>;

/** The cameras of a place; undefined where none is named, so that any will do. */
export async function camerasOf(db: Db, { site, device, camera }: PlaceQuery): Promise<Choice | undefined> {
  if (site === undefined && device === undefined && camera === undefined) return undefined;
  let query = db.selectFrom('cameras').select('id');
  for (const [column, name] of Object.entries({ site, device, camera })) {
    if (name !== undefined) query = query.where(column as 'site', '=', toColumn(name));
  }
  return choose(query);
}

export async function listCameras(db: Db): Promise<CatalogCamera[]> {
  const rows = await db.selectFrom('cameras').selectAll().orderBy('site').orderBy('device').orderBy('camera').execute();
  return rows.map((row) => ({
    ...{ site: fromColumn(row.site), device: fromColumn(row.device), camera: fromColumn(row.camera) },
    ...countedIn(row),
  }));
}

export async function listDevices(db: Db): Promise<CatalogDevice[]> {
  const rows = await db.selectFrom('devices').selectAll().orderBy('site').orderBy('device').execute();
  return rows.map((row) => ({
    ...{ site: fromColumn(row.site), device: fromColumn(row.device), cameras: row.cameras },
    ...countedIn(row),
  }));
}

export async function listLabels(db: Db): Promise<CatalogLabel[]> {
  const rows = await db.selectFrom('labels').selectAll().orderBy('kind').orderBy('label').execute();
  return rows.map((row) => ({
    kind: row.kind as CatalogLabel['kind'],
    ...(row.label === null ? {} : { label: fromColumn(row.label) }),
    ...countedIn(row),
  }));
}

export async function listModels(db: Db): Promise<CatalogModel[]> {
  const rows = await db.selectFrom('models').selectAll().orderBy('model').orderBy('sha256').execute();
  return rows.map((row) => ({ name: fromColumn(row.model), sha256: fromColumn(row.sha256), ...countedIn(row) }));
}

/** What is counted in a row, as the catalog says it. */
export function countedIn(row: {
  readonly shots: number;
  readonly bytes: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
}): Counted {
  const { shots, bytes, first_at, last_at } = row;
  if (first_at === null || last_at === null) return { shots, bytes };
  return { shots, bytes, firstAt: first_at, lastAt: last_at };
}
