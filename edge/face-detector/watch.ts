import { asOneError, BadInputError } from '@vedette/core/errors';
import { nowMicros, type Shot } from '@vedette/core/message';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { DetectorMeter } from './counts.ts';
import type { Detections, Detector } from './detect/detector.ts';
import type { Frame } from './frame.ts';
import { inOrder } from './in-order.ts';
import { Outbox } from './outbox.ts';
import { byFrame } from './shot/by-frame.ts';
import type { Source, SourceEvents } from './sources/source.ts';
import type { Pick, Selection, Selector } from './track/selector.ts';

export interface WatchParts {
  readonly source: Source;
  readonly detector: Detector;
  readonly selector: Selector;
  readonly meter: DetectorMeter;
  readonly log: Logger;
  /** The shots of picks of one frame, in their order; rejects with BadInputError where it cannot be read. */
  makeShots(picks: readonly Pick[]): Promise<readonly Shot[]>;
  /** Resolves when the edge broker has the shot. */
  publish(shot: Shot): Promise<void>;
  onState: NonNullable<SourceEvents['onState']>;
  onLooked?: ((faces: number) => void) | undefined;
}

type Refuse = NonNullable<SourceEvents['onBadInput']>;

/**
 * Looks at every frame that the source gives, several at once and their faces chosen in the order of capture, until it is
 * spent or `signal` aborts.
 */
export async function watch(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { source, detector, selector, meter, log } = parts;
  const flood = new CountedLog((line) => log.warn(line, 'frames of the camera cannot be read'));
  const refuse: Refuse = (ref, reason, detail) => {
    meter.refused(reason);
    // A file has a name that somebody may want to know; of a camera's frames the last one stands for the others.
    if (source.finite) log.warn({ reason }, `${ref} is left out: ${detail}`);
    else flood.add({ reason, detail });
  };
  const failing = new AbortController();
  const frames = source.frames(AbortSignal.any([signal, failing.signal]), {
    onState: parts.onState,
    onBadInput: refuse,
    onOvertaken: (count) => meter.overtaken(count),
    onWarmUp: () => meter.warmUp(),
    onNote: (text) => log.info(text),
  });
  const outbox = new Outbox({
    publish: parts.publish,
    onPublished: ({ at }) => meter.published(at),
    onUnsent: ({ at }) => meter.suppressed('unsent', [at]),
  });
  const looking = inOrder(frames, detector.places, {
    begin: (frame) => look(frame, parts, refuse),
    take: async (frame, looked) => {
      if (looked) await send(choose(frame, looked, parts), outbox, parts, refuse);
    },
    onFailure: () => failing.abort(),
  });
  // Also where the source failed: what its open tracks hold was seen.
  const finish = () => send(selector.finish(), outbox, parts, refuse);
  await allOf([() => looking, finish, () => outbox.empty()]).finally(() => flood.close());
}

/** One after another, whatever becomes of those before; throws what all of them threw. */
async function allOf(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error) => failures.push(error));
  if (failures.length > 0) throw asOneError(failures);
}

interface Looked {
  readonly found: Detections | 'still';
  readonly seconds: number;
}

async function look(frame: Frame, parts: WatchParts, refuse: Refuse): Promise<Looked | undefined> {
  const { source, detector, meter } = parts;
  if (!source.finite) meter.captured(frame.at, nowMicros());
  const begun = performance.now();
  const found = await orRefuse(detector.detect(frame), frame, refuse);
  return found && { found, seconds: (performance.now() - begun) / 1_000 };
}

function choose(frame: Frame, { found, seconds }: Looked, { selector, meter, onLooked }: WatchParts): Selection {
  if (found === 'still') {
    meter.still();
    onLooked?.(0);
    return selector.still(frame.at);
  }
  meter.looked(frame.at, found.detections.length, seconds);
  onLooked?.(found.detections.length);
  // What is cut from it later need not be decoded again.
  return selector.offer(found.whole ? { ...frame, image: found.whole } : frame, found);
}

async function send({ picks, letGo }: Selection, outbox: Outbox, parts: WatchParts, refuse: Refuse): Promise<void> {
  const { makeShots, meter } = parts;
  for (const { reason, at } of letGo) meter.suppressed(reason, at);
  const left = picks.map(({ frame }) => frame.at);
  try {
    for (const { frame, picks: together } of byFrame(picks)) {
      const shots = await orRefuse(makeShots(together), frame, refuse);
      if (!shots) meter.suppressed('unreadable', left.splice(0, together.length));
      for (const shot of shots ?? []) {
        left.shift();
        await outbox.put(shot);
      }
    }
  } finally {
    meter.suppressed('unsent', left);
  }
}

/** Undefined, and told, where `frame` cannot be read. */
async function orRefuse<T>(reading: Promise<T>, frame: Frame, refuse: Refuse): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    refuse(frame.ref, error.reason, error.message);
    return undefined;
  }
}
