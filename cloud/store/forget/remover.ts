import { VedetteError } from '@vedette/core/errors';
import type { Bucket } from '../bucket/bucket.ts';
import { Groups } from '../bucket/groups.ts';
import type { Leases } from '../catalog/leases/leases.ts';
import { parsePackedKey } from '../keys/packed-key.ts';
import { removeObjects } from './remove-objects.ts';
import { whileAlone } from './while-alone.ts';

export interface RemoverOptions {
  readonly bucket: Pick<Bucket, 'remove'>;
  readonly leases: Leases;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** Removes objects now and then, beside whoever else does. */
export interface Remover {
  /**
   * Removes an object with its description; what lies in a pack, when it is our turn to. Rejects with ResourceError where the
   * bucket fails, or the catalog, which says whose turn it is; then the same call may succeed.
   */
  remove(key: string): Promise<void>;
}

/** What has come while another one had its turn goes together. */
const GROUP = { items: 10_000, size: Number.POSITIVE_INFINITY, sizeOf: () => 0 };

export function openRemover({ bucket, leases, signal }: RemoverOptions): Remover {
  const packed = new Groups<string, void>(GROUP, async (keys) => {
    await whileAlone({ leases, signal }, (alone) => removeObjects(bucket, keys, alone));
    if (signal.aborted) throw new VedetteError('stopped before all was removed');
    return keys.map(() => undefined);
  });
  return {
    async remove(key) {
      if (parsePackedKey(key)) await packed.add(key);
      else await bucket.remove(key);
    },
  };
}
