import { namePayload, type PayloadName, type Receipt, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { CountedLog, Logger } from '@vedette/core/observe';
import type { Topics } from '@vedette/core/topics';
import type { Bucket } from '@vedette/store';
import type { Judge, Rejection } from './judge.ts';
import { keepAside } from './keep-aside.ts';
import type { Patience } from './patience.ts';
import type { ShotKeeper, Stored } from './shot-keeper.ts';
import { type WriteDownOptions, writeDown } from './write-down.ts';

/** For whoever counts from outside. */
export interface SinkHooks {
  /** What came under this id is durable under `key`; called before the receipt is sent. */
  onKept?(id: string, key: string, outcome: Receipt['outcome']): void;
}

export interface WorkOptions extends WriteDownOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent'>;
  readonly keeper: ShotKeeper;
  readonly patience: Patience;
  readonly judge: Judge;
  readonly topics: Topics;
  readonly log: Logger;
  readonly rejections: CountedLog;
  readonly failures: CountedLog;
  /** Aborted when bucket and catalog are no longer waited for. */
  readonly giveUp: AbortSignal;
  readonly hooks: SinkHooks;
  send(topic: string, payload: string): void;
}

/** The work on one message: judged, stored and written down or put aside, receipted. Never rejects: without a receipt it comes again. */
export async function workOn(message: MqttMessage, options: WorkOptions): Promise<void> {
  const end = options.meter.begin();
  let isStored = false;
  try {
    const verdict = await options.judge.judge(message);
    if (verdict.type === 'accepted') isStored = await store(message, verdict.shot, options);
    else await putAside(message, verdict, options);
  } catch (error) {
    const { topic } = message;
    if (!options.giveUp.aborted) options.failures.add({ err: error, topic });
  } finally {
    end(isStored);
  }
}

/** Whether the shot is stored, now or before. */
async function store(message: MqttMessage, shot: Shot, options: WorkOptions): Promise<boolean> {
  const { keeper, patience, catalog, catalogPatience } = options;
  const before = await catalogPatience.until(() => catalog.keyOf(shot.id), hasOnlyRead);
  const kept = await patience.until(() => keeper.keep(shot, before), hasWritten);
  if (kept === 'conflict') {
    await putAside(message, { reason: 'conflict', detail: `another one is stored as ${shot.id}`, shot }, options);
    return false;
  }
  const { key, isNew, storedAt, entry } = kept;
  // A duplicate too: whoever stored it may have died before it was written down.
  await writeDown(entry, options);
  if (isNew) options.meter.stored(shot.image?.data.length ?? 0);
  else options.meter.duplicate();
  options.log.debug({ key }, isNew ? 'stored' : 'stored already');
  const outcome = isNew ? 'stored' : 'duplicate';
  const { id, sha256 } = nameOf(shot, message);
  sendReceipt(message, shot, { v: 1, id, sha256, outcome, key, storedAt }, options);
  return true;
}

function hasWritten(kept: Stored | 'conflict'): boolean {
  return kept !== 'conflict' && kept.isNew;
}

function hasOnlyRead(): boolean {
  return false;
}

async function putAside(message: MqttMessage, rejection: Rejection, options: WorkOptions): Promise<void> {
  const { topic, payload } = message;
  const { reason, detail } = rejection;
  const { bucket, patience, topics } = options;
  const place = topics.placeOf(topic);
  const { key, storedAt } = await patience.until(() => keepAside(bucket, message, rejection, place), hasWritten);
  options.meter.rejected(reason);
  options.rejections.add({ topic, reason, detail, key });
  const { id, sha256, from } = namePayload(payload);
  sendReceipt(message, from, { v: 1, id, sha256, outcome: 'rejected', reason, key, storedAt }, options);
}

/** That of the payload where it has no image of its own, or is one: whoever sent a bare image does not know the shot's id. */
function nameOf({ id, image }: Shot, { payload }: MqttMessage): PayloadName {
  return image && image.data !== payload ? { id, sha256: image.sha256 } : namePayload(payload);
}

/** To the device that the topic names, since that is who sent it; on an alias, to the one that the payload names. */
function sendReceipt(
  { topic }: MqttMessage,
  from: PayloadName['from'],
  receipt: Receipt,
  { topics, send, hooks }: WorkOptions,
): void {
  hooks.onKept?.(receipt.id, receipt.key, receipt.outcome);
  const device = topics.placeOf(topic) ?? from;
  if (device) send(topics.receipt(device), JSON.stringify(receipt));
}
