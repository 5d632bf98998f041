import { namePayload, nowMicros, type PayloadName, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';
import type { CountedLog, Logger } from '@vedette/core/observe';
import type { Bucket, Catalog, RuledShot } from '@vedette/store';
import { type AnswerOptions, answer, type Said } from './answer.ts';
import { type ErasedOptions, erasedBy, removeErased, takeAway, takeBack } from './erased.ts';
import type { Judge, Rejection } from './judge.ts';
import { keepAside } from './keep-aside.ts';
import { hasOnlyRead } from './patience.ts';
import type { ShotKeeper, Stored } from './shot-keeper.ts';
import { type WriteDownOptions, writeDown } from './write-down.ts';

export interface WorkOptions extends WriteDownOptions, ErasedOptions, AnswerOptions {
  readonly bucket: Pick<Bucket, 'putIfAbsent' | 'remove'>;
  readonly catalog: Pick<Catalog, 'add' | 'keyOf' | 'remove' | 'forget'>;
  readonly keeper: ShotKeeper;
  readonly judge: Judge;
  readonly log: Logger;
  readonly rejections: CountedLog;
  readonly refusals: CountedLog;
  readonly failures: CountedLog;
  /** Aborted when bucket and catalog are no longer waited for. */
  readonly giveUp: AbortSignal;
}

/** The work on one message: judged, stored and written down or put aside, receipted. Never rejects: without a receipt it comes again. */
export async function workOn(message: MqttMessage, options: WorkOptions): Promise<void> {
  const end = options.meter.begin();
  let isStored = false;
  try {
    const verdict = await options.judge.judge(message);
    const ruled = verdict.shot ?? saidIn(message, options);
    const tombstone = ruled && (await erasedBy(ruled, options));
    if (tombstone !== undefined) {
      if (verdict.type === 'accepted') await takeAway(verdict.shot, options);
      refuse(message, verdict.shot, tombstone, options);
    } else if (verdict.type === 'accepted') isStored = await store(message, verdict.shot, options);
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
  await writeDown(entry, before, options);
  const tombstone = await erasedBy(shot, options);
  if (tombstone !== undefined) {
    await takeBack(kept, shot, options);
    refuse(message, shot, tombstone, options);
    return false;
  }
  if (isNew) options.meter.stored(shot.image?.data.length ?? 0);
  else options.meter.duplicate();
  options.log.debug({ key }, isNew ? 'stored' : 'stored already');
  const outcome = isNew ? 'stored' : 'duplicate';
  const { id, sha256 } = nameOf(shot, message);
  answer(message, saidBy(shot), { v: 1, id, sha256, outcome, key, storedAt }, options);
  return true;
}

function hasWritten(kept: Stored | 'conflict'): boolean {
  return kept !== 'conflict' && kept.isNew;
}

async function putAside(message: MqttMessage, rejection: Rejection, options: WorkOptions): Promise<void> {
  const { topic, payload } = message;
  const { reason, detail, shot } = rejection;
  const { bucket, patience, topics } = options;
  const place = topics.placeOf(topic);
  const { key, storedAt } = await patience.until(() => keepAside(bucket, message, rejection, place), hasWritten);
  const ruled = shot ?? saidIn(message, options);
  const tombstone = ruled && (await erasedBy(ruled, options));
  if (tombstone !== undefined) {
    await removeErased(key, options);
    return refuse(message, shot, tombstone, options);
  }
  options.meter.rejected(reason);
  options.rejections.add({ topic, reason, detail, key });
  const { id, sha256, ...said } = namePayload(payload);
  const receipt = { v: 1, id, sha256, outcome: 'rejected', reason, key, storedAt } as const;
  answer(message, shot ? saidBy(shot) : said, receipt, options);
}

/** Keeps nothing of what was erased. */
function refuse(message: MqttMessage, shot: Shot | undefined, tombstone: string, options: WorkOptions): void {
  const reason = 'erased';
  const { id, sha256, ...said } = shot ? { ...nameOf(shot, message), ...saidBy(shot) } : namePayload(message.payload);
  options.meter.rejected(reason);
  options.refusals.add({ topic: message.topic, id, tombstone });
  const receipt = { v: 1, id, sha256, outcome: 'rejected', reason, key: '', storedAt: nowMicros() } as const;
  answer(message, said, receipt, options);
}

/** What a rule can look at of a payload that is no shot; undefined for what does not say when it was captured. */
function saidIn({ topic, payload }: MqttMessage, { topics }: WorkOptions): RuledShot | undefined {
  const { from, at } = namePayload(payload);
  return at === undefined ? undefined : { ...topics.placeOf(topic), ...from, at };
}

function saidBy({ site, device, camera, at }: Shot): Said {
  return { from: { site, device, camera }, at };
}

/** That of the payload where it has no image of its own, or is one: whoever sent a bare image does not know the shot's id. */
function nameOf({ id, image }: Shot, { payload }: MqttMessage): PayloadName {
  return image && image.data !== payload ? { id, sha256: image.sha256 } : namePayload(payload);
}
