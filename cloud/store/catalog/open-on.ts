import { ResourceError } from '@vedette/core/errors';
import type { Catalog } from './catalog.ts';
import { catalogErrors } from './catalog-errors.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrations/migrate.ts';
import type { OpenCatalogOptions } from './open-catalog.ts';
import { SqlCatalog } from './sql-catalog.ts';

/** Opens a catalog on an engine, which it closes in the end, also where it cannot be opened. Rejects with ResourceError. */
export async function openOn(
  engine: Engine,
  { create = true, mayBeAway = false }: Pick<OpenCatalogOptions, 'create' | 'mayBeAway'>,
): Promise<Catalog> {
  try {
    await catalogErrors(engine, 'open', () => engine.prepare((unprepared) => migrate(unprepared, { create })));
  } catch (error) {
    const isAway = error instanceof ResourceError && engine.isAway(error.cause);
    if (!isAway || !mayBeAway) {
      await engine.db.destroy();
      throw error;
    }
  }
  return new SqlCatalog(engine);
}
