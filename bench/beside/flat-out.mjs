// The detector over a folder, as fast as it goes: started and warm, it is held until the run begins.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLog } from './event-log.mjs';

/** Frames that are there to be looked at before the run: so many that the detector is not through with them in a poll. */
const WARM_UP_FRAMES = 60;
const POLL_MS = 5;
/** While it runs; what polls is counted with it. */
const SLOW_POLL_MS = 100;

/** A folder of so many frames and those of the warm-up: the JPEGs of `input` in the order of their names, over again. */
export function layOut(input, frames, folder) {
  const pictures = readdirSync(input)
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort();
  if (pictures.length === 0) throw new Error(`there are no JPEGs in ${input}`);
  mkdirSync(folder);
  for (let k = 0; k < WARM_UP_FRAMES + frames; k++) {
    copyFileSync(join(input, pictures[k % pictures.length]), join(folder, `${String(k).padStart(6, '0')}.jpg`));
  }
  return `dir:${folder}`;
}

/** Lets `process` look at a few frames and holds it. `play()` lets it go and resolves when it is through. */
export async function holdBeforeRun(process, log, frames) {
  const looked = () => readLog(`${log}/source.log`).filter(([event]) => event === 'looked');
  while (looked().length < WARM_UP_FRAMES / 4) await sleep(POLL_MS);
  globalThis.process.kill(process.pid, 'SIGSTOP');
  const before = looked().length;
  const all = WARM_UP_FRAMES + frames;
  return {
    async play() {
      globalThis.process.kill(process.pid, 'SIGCONT');
      while (looked().length < all) await sleep(SLOW_POLL_MS);
    },
    /** The frames of the run as rows of frames.csv; all were there at its start. */
    rows: (start) =>
      looked()
        .slice(before)
        .map(([, faces, done], k) => [k, start, start, done, faces].join(',')),
  };
}
