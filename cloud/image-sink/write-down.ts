import { BadInputError } from '@vedette/core/errors';
import type { CountedLog } from '@vedette/core/observe';
import type { Catalog, CatalogEntry } from '@vedette/store';
import type { Patience } from './patience.ts';
import type { SinkMeter } from './sink-meter.ts';

export interface WriteDownOptions {
  readonly catalog: Pick<Catalog, 'add' | 'keyOf'>;
  readonly catalogPatience: Patience;
  readonly meter: SinkMeter;
  /** What the catalog will never take. */
  readonly unlisted: CountedLog;
}

/**
 * Writes a stored shot down in the catalog; when this resolves, that is durable. A description that the catalog does not
 * take is passed over, as a reindex does: its object is stored all the same. Rejects as `Patience` does.
 */
export async function writeDown(entry: CatalogEntry, options: WriteDownOptions): Promise<void> {
  const { catalog, catalogPatience, meter, unlisted } = options;
  try {
    const outcome = await catalogPatience.until(
      () => catalog.add(entry),
      (added) => added === 'added',
    );
    meter.catalogued(outcome);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    meter.catalogued('refused');
    unlisted.add({ key: entry.key, detail: error.message });
  }
}
