import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import createPersistence from 'aedes-persistence-level';
import { ClassicLevel } from 'classic-level';
import { keepOrder } from './keep-order.ts';

export interface DurablePersistence {
  /** An aedes persistence; the package has no types of its own. */
  readonly persistence: unknown;
  close(): Promise<void>;
}

/** Sessions, queued messages and retained ones in a LevelDB at `folder`; they survive kill -9. Throws ResourceError. */
export async function openDurablePersistence(folder: string): Promise<DurablePersistence> {
  const database = new ClassicLevel(join(folder, 'messages'));
  try {
    await mkdir(folder, { recursive: true });
    await database.open();
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
  return { persistence: keepOrder(createPersistence(database)), close: () => database.close() };
}
