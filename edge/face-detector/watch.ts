import { BadInputError } from '@vedette/core/errors';
import { nowMicros, type Shot } from '@vedette/core/message';
import { CountedLog, type Logger } from '@vedette/core/observe';
import type { DetectorMeter } from './counts.ts';
import type { Detector } from './detect/detector.ts';
import type { Frame } from './frame.ts';
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

/** Looks at every frame that the source gives, one after another, until it is spent or `signal` aborts. */
export async function watch(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { source, selector, meter, log } = parts;
  const flood = new CountedLog((line) => log.warn(line, 'frames of the camera cannot be read'));
  const refuse: Refuse = (ref, reason, detail) => {
    meter.refused(reason);
    // A file has a name that somebody may want to know; of a camera's frames the last one stands for the others.
    if (source.finite) log.warn({ reason }, `${ref} is left out: ${detail}`);
    else flood.add({ reason, detail });
  };
  const frames = source.frames(signal, {
    onState: parts.onState,
    onBadInput: refuse,
    onOvertaken: (count) => meter.overtaken(count),
    onWarmUp: () => meter.warmUp(),
    onNote: (text) => log.info(text),
  });
  try {
    for await (const frame of frames) await look(frame, parts, refuse);
  } finally {
    // Also where the source failed: what its open tracks hold was seen.
    await send(selector.finish(), parts, refuse).finally(() => flood.close());
  }
}

async function look(frame: Frame, parts: WatchParts, refuse: Refuse): Promise<void> {
  const { source, detector, selector, meter } = parts;
  if (!source.finite) meter.captured(frame.at, nowMicros());
  const begun = performance.now();
  const found = await orRefuse(detector.detect(frame), frame, refuse);
  if (!found) return;
  meter.looked(frame.at, found.detections.length, (performance.now() - begun) / 1_000);
  parts.onLooked?.(found.detections.length);
  await send(selector.offer(frame, found), parts, refuse);
}

async function send({ picks, letGo }: Selection, parts: WatchParts, refuse: Refuse): Promise<void> {
  const { makeShots, publish, meter } = parts;
  for (const { reason, at } of letGo) meter.suppressed(reason, at);
  const left = picks.map(({ frame }) => frame.at);
  try {
    for (const { frame, picks: together } of byFrame(picks)) {
      const shots = await orRefuse(makeShots(together), frame, refuse);
      if (!shots) meter.suppressed('unreadable', left.splice(0, together.length));
      for (const shot of shots ?? []) {
        await publish(shot);
        meter.published(frame.at);
        left.shift();
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
