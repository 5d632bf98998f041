import type { Catalog } from './catalog.ts';
import { catalogErrors } from './catalog-errors.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrations/migrate.ts';
import { SqlCatalog } from './sql-catalog.ts';

/** Opens a catalog on an engine, which it closes in the end, also where it cannot be opened. Rejects with ResourceError. */
export async function openOn(engine: Engine, create: boolean, check = async () => {}): Promise<Catalog> {
  try {
    await catalogErrors(engine, 'open', async () => {
      await check();
      await migrate(engine, { create });
    });
  } catch (error) {
    await engine.db.destroy();
    throw error;
  }
  return new SqlCatalog(engine);
}
