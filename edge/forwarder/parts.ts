import { join } from 'node:path';
import type { CommonConfig } from '@vedette/core/config';
import type { Logger } from '@vedette/core/observe';
import type { ServiceContext } from '@vedette/core/run';
import { type Topics, topicsUnder } from '@vedette/core/topics';
import type { ForwarderConfig } from './config.ts';
import { type Ledger, ledgerFolder, measureLedger, openLedger } from './ledger/index.ts';
import { ForwarderMeter } from './meter.ts';
import { Oversize } from './oversize.ts';
import { type Classes, classesOf } from './policy/classes.ts';
import type { Home } from './prepare.ts';
import { capturedAt } from './send/captured-at.ts';
import { SendQueue } from './send/send-queue.ts';
import { openSpool, type Spool } from './spool/index.ts';

/** What the rooms of the forwarder have in common: its place, and what it holds on disk and in memory. */
export interface Parts {
  readonly home: Home;
  readonly topics: Topics;
  /** Stands in for a topic that is none to send on. */
  readonly deadLetterTopic: string;
  readonly classes: Classes;
  readonly spool: Spool;
  readonly ledger: Ledger;
  readonly oversize: Oversize;
  readonly queue: SendQueue;
  readonly meter: ForwarderMeter;
  readonly log: Logger;
}

/** Opens what is on disk; whoever gets it closes spool and ledger. Rejects with ResourceError if a folder cannot be used. */
export async function openParts(
  config: ForwarderConfig,
  common: CommonConfig,
  { log, metrics }: ServiceContext,
): Promise<Parts> {
  const spool = await openSpool(join(common.data, 'forwarder', 'spool'), config.spool);
  sayWhatWasFound(spool, log);
  try {
    const ledger = await openLedger({ folder: ledgerFolder(common.data), spool, log });
    const classes = classesOf(config);
    const queue = queueOf(config, classes, spool);
    const home = { site: common.site, device: common.device };
    measureLedger(metrics, ledger, spool);
    return {
      ...{ home, classes, spool, ledger, queue, log },
      topics: topicsUnder(common.root, common.shotAlias),
      // Without the alias: a topic that names the device.
      deadLetterTopic: topicsUnder(common.root).shot({ ...home, camera: 'unknown' }),
      oversize: oversizeOf(config, common),
      meter: new ForwarderMeter(metrics, spool, queue),
    };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

function oversizeOf(
  { maxMessageBytes, maxOversizeBytes: maxBytes }: ForwarderConfig,
  { data }: CommonConfig,
): Oversize {
  const reason = `longer than maxMessageBytes (${maxMessageBytes})`;
  return new Oversize({ folder: join(data, 'forwarder', 'oversize'), maxBytes, reason });
}

/** What is on its way cannot give way; of a small spool it must not be all. */
const MOST_ON_ITS_WAY = 1 / 8;

function queueOf(
  { windowBytes: most, resendAfterSeconds, spool: { maxBytes } }: ForwarderConfig,
  { policies, classOf }: Classes,
  spool: Spool,
): SendQueue {
  const windowBytes = Math.min(most, maxBytes * MOST_ON_ITS_WAY);
  const queue = new SendQueue({ windowBytes, resendAfterMs: resendAfterSeconds * 1_000, policies, classOf });
  const now = performance.now();
  for (const entry of spool.entries()) queue.add(entry, capturedAt(entry, now));
  return queue;
}

function sayWhatWasFound(spool: Spool, log: Logger): void {
  const { entries, payloadBytes } = spool.counts();
  const { damaged, tornBytes } = spool.recovery;
  if (entries > 0) log.info({ entries, bytes: payloadBytes }, 'shots from before wait to be sent');
  if (tornBytes > 0) log.warn({ bytes: tornBytes }, 'the last write was cut off or damaged');
  if (damaged > 0) log.error({ records: damaged }, 'records of the spool are damaged and lost');
}
