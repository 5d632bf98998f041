import { BadInputError } from '@vedette/core/errors';
import type { Shot } from '@vedette/core/message';
import type { Logger } from '@vedette/core/observe';
import type { DetectorMeter } from './counts.ts';
import type { Detector } from './detect/detector.ts';
import type { Frame } from './frame.ts';
import type { Source, SourceEvents } from './sources/source.ts';
import type { Pick, Selector } from './track/selector.ts';

export interface WatchParts {
  readonly source: Source;
  readonly detector: Detector;
  readonly selector: Selector;
  readonly meter: DetectorMeter;
  readonly log: Logger;
  makeShot(pick: Pick): Promise<Shot>;
  /** Resolves when the edge broker has the shot. */
  publish(shot: Shot): Promise<void>;
  onState: NonNullable<SourceEvents['onState']>;
}

/** Looks at every frame that the source gives, one after another, until it is spent or `signal` aborts. */
export async function watch(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { source, selector, meter, log } = parts;
  const refuse = (ref: string, reason: string, detail: string) => {
    meter.refused(reason);
    log.warn({ reason }, `${ref} is left out: ${detail}`);
  };
  const frames = source.frames(signal, {
    onState: parts.onState,
    onBadInput: refuse,
    onOvertaken: (count) => meter.overtaken(count),
  });
  for await (const frame of frames) {
    try {
      await look(frame, parts);
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      refuse(frame.ref, error.reason, error.message);
    }
  }
  await send(selector.finish(), parts);
}

async function look(frame: Frame, parts: WatchParts): Promise<void> {
  const { detector, selector, meter } = parts;
  const begun = performance.now();
  const found = await detector.detect(frame);
  meter.looked(found.detections.length, (performance.now() - begun) / 1_000);
  const picks = selector.offer(frame, found);
  meter.suppressed(found.detections.length - picks.filter((pick) => pick.frame === frame).length);
  await send(picks, parts);
}

async function send(picks: readonly Pick[], { makeShot, publish, meter }: WatchParts): Promise<void> {
  for (const pick of picks) {
    await publish(await makeShot(pick));
    meter.published();
  }
}
