import { setTimeout as sleep } from 'node:timers/promises';
import { nowMicros } from '@vedette/core/message';
import type { Frame } from '../../frame.ts';
import type { Source } from '../source.ts';
import { Painter } from './painter.ts';
import type { SimSpec } from './parse-sim.ts';
import { placePeople } from './scene.ts';

/** A camera that needs none. With a number of frames it gives each of them, else only the newest, as a camera does. */
export function simSource(spec: SimSpec): Source {
  const { fps, frames = Number.POSITIVE_INFINITY } = spec;
  const finite = Number.isFinite(frames);
  return {
    finite,
    async *frames(signal, events) {
      const painter = await Painter.create(spec.width, spec.height);
      const startMs = performance.now();
      const start = nowMicros();
      for (let number = 0; number < frames; number++) {
        // From the beginning each time, so that no error adds up.
        const dueMs = startMs + (number * 1_000) / fps;
        if (!(await sleepUntil(dueMs, signal))) return;
        const overtaken = finite ? 0 : Math.floor(((performance.now() - dueMs) * fps) / 1_000);
        if (overtaken > 0) {
          events.onOvertaken?.(overtaken);
          number += overtaken;
        }
        // A camera follows a clock that is set while it runs.
        const at = finite ? start + Math.round((number * 1e6) / fps) : nowMicros();
        const image = await painter.paint(placePeople(spec, number / fps));
        yield { ref: String(number), at, image } satisfies Frame;
      }
    },
  };
}

/** Whether the time came; false where `signal` aborted first. */
async function sleepUntil(timeMs: number, signal: AbortSignal): Promise<boolean> {
  // Timers count whole ms. Even a frame that is late lets other work in between.
  const left = Math.max(0, Math.ceil(timeMs - performance.now()));
  await sleep(left, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
