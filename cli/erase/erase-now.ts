import { setTimeout as sleep } from 'node:timers/promises';
import { VedetteError } from '@vedette/core/errors';
import {
  type EraseCounts,
  type EraseOptions,
  type EraseRule,
  eraseCovered,
  type Leases,
  whileAlone,
  writeTombstone,
} from '@vedette/store';

export interface EraseNowOptions extends EraseOptions {
  readonly leases: Leases;
  /** Until every sink has read a rule that was written a moment ago, and stored what it had taken before. */
  readonly knownToAllMs: number;
}

export interface Erased extends EraseCounts {
  /** Key of the rule. */
  readonly tombstone: string;
  readonly seconds: number;
}

/**
 * First the rule, which every sink then knows of, so that nothing comes in behind what removes it. Throws VedetteError where
 * it is stopped before its end, and ResourceError where bucket or catalog fails: the rule is in force all the same.
 */
export async function eraseNow(rule: EraseRule, options: EraseNowOptions): Promise<Erased> {
  const { bucket, signal, leases, knownToAllMs } = options;
  const began = performance.now();
  const tombstone = await writeTombstone(bucket, rule);
  console.error(`the rule is written as ${tombstone}; in ${knownToAllMs / 1_000} s every sink knows of it`);
  const onWait = (holder: string) => console.error(`waits for ${holder}, which removes shots`);
  try {
    await sleep(knownToAllMs, undefined, { signal });
    const counts = await whileAlone({ leases, signal, onWait }, (alone) =>
      eraseCovered(rule, { ...options, signal: alone }),
    );
    if (!signal?.aborted) return { ...counts, tombstone, seconds: Math.round(performance.now() - began) / 1_000 };
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  throw new VedetteError(
    `stopped before its end; sinks refuse by the rule all the same. Run it again to go on, or remove ${tombstone} to let in again what is sent again`,
  );
}
