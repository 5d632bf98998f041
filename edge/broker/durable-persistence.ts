import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import createPersistence from 'aedes-persistence-level';
import { keepOrder } from './keep-order.ts';
import { LevelStore } from './level-store.ts';
import { tolerateFailingStore } from './tolerate-failing-store.ts';

export interface DurablePersistence {
  /** An aedes persistence; the package has no types of its own. */
  readonly persistence: unknown;
  /** Why nothing can be stored, undefined while it can. */
  readonly fault: string | undefined;
  close(): Promise<void>;
}

/** Sessions, queued messages and retained ones in a LevelDB at `folder`; they survive kill -9. Throws ResourceError. */
export async function openDurablePersistence(folder: string, log: Logger): Promise<DurablePersistence> {
  const store = new LevelStore(join(folder, 'messages'), log);
  try {
    await mkdir(folder, { recursive: true });
    await store.open();
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    const isLocked = messageOf(cause).includes('lock');
    throw new ResourceError(
      isLocked
        ? `another edge broker uses ${folder}: stop it, or give this one its own folder with --data`
        : `the edge broker cannot open its store in ${folder}: ${messageOf(cause)}`,
      { cause: error },
    );
  }
  return {
    persistence: tolerateFailingStore(keepOrder(createPersistence(store))),
    get fault() {
      return store.fault;
    },
    close: () => store.close(),
  };
}
