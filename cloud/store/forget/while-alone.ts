import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceError, VedetteError } from '@vedette/core/errors';
import { settlesWithin } from '@vedette/core/run';
import type { Leases } from '../catalog/leases/leases.ts';

const NAME = 'forget';
/** After a kill the next one waits this long at most. */
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
const ASK_AGAIN_MS = 1_000;
const RELEASE_MS = 2_000;

export interface AloneOptions {
  readonly leases: Leases;
  readonly signal?: AbortSignal | undefined;
  /** Hears once that another one is at it, and who. */
  onWait?(holder: string): void;
}

/**
 * Does what removes shots while nobody else does: what two take out of one pack at once, one of them would put back. Waits for
 * its turn. `work` is to end when its signal says so: then the turn is over, or the caller's own signal has come. Rejects
 * with ResourceError where the turn was lost, or the catalog, which says whose it is, cannot be reached.
 */
export async function whileAlone<T>(options: AloneOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { leases, signal } = options;
  const holder = `${hostname()}:${process.pid}:${randomUUID()}`;
  const turn = keepTurn(leases, holder, await takeTurn(holder, options));
  try {
    const done = await work(signal ? AbortSignal.any([signal, turn.lost]) : turn.lost);
    if (!turn.lost.aborted) return done;
    throw new ResourceError('the catalog could not be asked in time whose turn it is to remove shots; run it again');
  } finally {
    turn.end();
    const released = leases.release(NAME, holder).catch(() => undefined);
    await settlesWithin(RELEASE_MS, released); // it ends by itself
  }
}

/** Renews a turn, asked for at `takenAt`, until its end. `lost` is aborted in time, whether the catalog answers or not. */
function keepTurn(leases: Leases, holder: string, takenAt: number): { readonly lost: AbortSignal; end(): void } {
  const lost = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  const holdFrom = (asked: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(() => lost.abort(), asked + LEASE_MS - RENEW_MS - performance.now());
  };
  holdFrom(takenAt);
  let isEnded = false;
  const renewing = setInterval(async () => {
    const asked = performance.now();
    const lease = await leases.take(NAME, holder, LEASE_MS).catch(() => undefined); // it may come back in time
    if (isEnded) return;
    if (lease?.isOurs) holdFrom(asked);
    if (lease?.isOurs === false) lost.abort();
  }, RENEW_MS);
  return {
    lost: lost.signal,
    end() {
      isEnded = true;
      clearInterval(renewing);
      clearTimeout(deadline);
    },
  };
}

/** Tells when it was asked for, by a clock that nobody sets. */
async function takeTurn(holder: string, { leases, signal, onWait }: AloneOptions): Promise<number> {
  for (let isSaid = false; ; isSaid = true) {
    const asked = performance.now();
    const lease = await leases.take(NAME, holder, LEASE_MS);
    if (lease.isOurs) return asked;
    if (!isSaid) onWait?.(lease.holder ?? 'another one');
    await sleep(Math.min(lease.leftMs, ASK_AGAIN_MS), undefined, { signal }).catch(() => undefined);
    if (signal?.aborted) throw new VedetteError('stopped before its turn to remove shots came');
  }
}
