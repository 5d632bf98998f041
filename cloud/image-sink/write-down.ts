import { BadInputError } from '@vedette/core/errors';
import type { CountedLog } from '@vedette/core/observe';
import { type Catalog, type CatalogEntry, moveShot } from '@vedette/store';
import type { Patience } from './patience.ts';
import type { SinkMeter } from './sink-meter.ts';

export interface WriteDownOptions {
  readonly catalog: Pick<Catalog, 'add' | 'keyOf' | 'remove'>;
  readonly catalogPatience: Patience;
  readonly meter: SinkMeter;
  /** What the catalog will never take. */
  readonly unlisted: CountedLog;
}

/**
 * Writes a stored shot down in the catalog; when this resolves, that is durable. A description that the catalog does not
 * take is passed over, as a reindex does: its object is stored all the same. Rejects as `Patience` does. `before`: the key that
 * the catalog had for it, where nothing lies any more unless it is the same.
 */
export async function writeDown(
  entry: CatalogEntry,
  before: string | undefined,
  options: WriteDownOptions,
): Promise<void> {
  const { catalog, catalogPatience, meter, unlisted } = options;
  try {
    const outcome = await catalogPatience.until(
      () => catalog.add(entry),
      (added) => added === 'added',
    );
    const isElsewhere = outcome === 'present' && before !== undefined && before !== entry.key;
    if (isElsewhere) await catalogPatience.until(() => moveShot(catalog, entry), hasWritten);
    meter.catalogued(isElsewhere ? 'moved' : outcome);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    meter.catalogued('refused');
    unlisted.add({ key: entry.key, detail: error.message });
  }
}

function hasWritten(): boolean {
  return true;
}
