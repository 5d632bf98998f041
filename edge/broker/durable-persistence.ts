import { join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { DurableSessions } from '@vedette/core/mqtt';
import { makeFolders, type ServiceContext } from '@vedette/core/run';
import createPersistence from 'aedes-persistence-level';
import { Counter } from 'prom-client';
import { absencesIn } from './absences.ts';
import { LevelStore } from './level-store.ts';
import { numberBriefly } from './number-briefly.ts';
import { queuedMessages } from './queued-messages.ts';
import { tolerateFailingStore } from './tolerate-failing-store.ts';

export interface DurablePersistence {
  readonly sessions: Omit<DurableSessions, 'keepFor'>;
  /** Why nothing can be stored, undefined while it can. */
  readonly fault: string | undefined;
  close(): Promise<void>;
}

/** Sessions, queued messages and retained ones in a LevelDB at `folder`; they survive kill -9. Throws ResourceError. */
export async function openDurablePersistence(
  folder: string,
  { log, metrics }: ServiceContext,
): Promise<DurablePersistence> {
  const store = new LevelStore(join(folder, 'messages'), log);
  try {
    makeFolders(folder);
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
  const notRetained = new Counter({
    name: 'vedette_edge_broker_unretained_messages_total',
    help: 'Messages at QoS 0 that could not be stored as retained ones',
    registers: [metrics],
  });
  return {
    sessions: {
      persistence: tolerateFailingStore(numberBriefly(createPersistence(store), store), () => notRetained.inc()),
      numbersAhead: true,
      queued: await queuedMessages(store),
      ...(await absencesIn(folder, store)),
    },
    get fault() {
      return store.fault;
    },
    close: () => store.close(),
  };
}
