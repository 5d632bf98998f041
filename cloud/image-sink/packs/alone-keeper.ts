import { setTimeout as sleep } from 'node:timers/promises';
import type { Shot } from '@vedette/core/message';
import type { PackStore } from '@vedette/store';
import type { Kept } from '../shot-keeper.ts';
import { Gate } from './gate.ts';
import { heldByAnother, keepPlaced, type PlacedStores } from './keep-placed.ts';

export interface AloneKeeperOptions extends PlacedStores {
  readonly store: Pick<PackStore, 'claimAlone'>;
  /** Shots at once; 128 unless given. */
  readonly concurrency?: number | undefined;
  /** Whoever waits for another sink waits no longer. */
  readonly signal: AbortSignal;
}

const AT_ONCE = 128;
/** How often is asked for what another sink is about to store. */
const ASK_MS = 250;

/** Keeps shots that are too large for a pack, each as an object of its own. */
export class AloneKeeper {
  readonly #options: AloneKeeperOptions;
  readonly #gate: Gate;

  constructor(options: AloneKeeperOptions) {
    this.#options = options;
    this.#gate = new Gate(options.concurrency ?? AT_ONCE);
  }

  /** As that of `ShotKeeper`, under the shot's own key. */
  keep(shot: Shot, key: string): Promise<Kept | 'conflict'> {
    return this.#gate.within(1, () => this.#keep(shot, key));
  }

  /** It is claimed as well: a smaller one of the same shot may be on its way into a pack. */
  async #keep(shot: Shot, key: string): Promise<Kept | 'conflict'> {
    const { store, signal } = this.#options;
    for (;;) {
      const placed = await store.claimAlone(shot.id, key);
      if (placed !== 'held') return keepPlaced(this.#options, placed, shot);
      if (signal.aborted) throw heldByAnother();
      await sleep(ASK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
