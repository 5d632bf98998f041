// What stands at the head of the pipeline: a synthetic source, or the detector before a camera or a folder.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { holdBeforeRun, layOut } from './flat-out.mjs';
import { openCamera } from './mjpeg-camera.mjs';
import { Supervised, service } from './supervise.mjs';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** `play(start)` resolves when all is published; `frames()` are the rows of frames.csv. */
export function startSource(options) {
  return options.synthetic ? startSynthetic(options) : startDetector(options);
}

async function startSynthetic({ synthetic, seconds, 'bytes-of': bytesOf, edgeUrl, log, profile }) {
  const [rate, bytes] = synthetic.split(':').map(Number);
  // The other pipeline's message is its image and 68 bytes.
  const length = bytesOf === 'image' ? ['--image-bytes', bytes] : ['--message-bytes', bytes + 68];
  const args = ['--edge', edgeUrl, '--log', log, '--rate', rate, '--seconds', seconds, ...length];
  let start;
  let say = () => undefined;
  const said = (word) =>
    new Promise((resolve) => {
      const before = say;
      say = (line) => (line === word ? resolve() : before(line));
    });
  const up = said('up');
  const process = new Supervised(
    'source',
    [globalThis.process.execPath, script('synthetic-source.mjs'), ...args.map(String)],
    {
      ...{ log, profile },
      onStart(child) {
        createInterface({ input: child.stdout }).on('line', (line) => say(line));
        if (start) child.stdin.write(`start ${start}\n`);
      },
    },
  );
  await up;
  return {
    process,
    async play(time) {
      start = time;
      const done = said('done');
      process.child.stdin.write(`start ${time}\n`);
      await done;
    },
    frames: () => [],
    stop: () => process.stop(),
  };
}

/** How long the detector may still be at work on the last frame. */
const LAST_FRAME_MS = 1_000;

function startDetector(options) {
  return Number(options.rate) > 0 ? startCamera(options) : startFlatOut(options);
}

/** The detector as `vedette face-detector` runs it on a source, each face of each frame being a shot. */
async function detectorOn(source, { rate, model, 'max-side': maxSide, edgeUrl, log, place, profile }) {
  const chosen = [...(model ? ['--model', model] : []), ...(maxSide ? ['--max-side', maxSide] : [])];
  const process = await service('source', {
    script: script('detector.mjs'),
    flags: [log, '--rate', rate, '--source', source, '--select', 'every', '--edge', edgeUrl, ...place, ...chosen],
    ...{ log, profile },
  });
  await process.untilReady();
  return process;
}

/** A camera that shows its frames when they are due. */
async function startCamera(options) {
  const { input, rate, frames } = options;
  const camera = await openCamera(input, { rate: Number(rate), frames: Number(frames) });
  const process = await detectorOn(camera.url, options);
  const rows = [];
  return {
    process,
    async play(start) {
      for (let k = 0; k < Number(frames); k++) {
        const due = start + BigInt(Math.round((k * 1e9) / Number(rate)));
        rows.push([k, due, due, due, 0].join(','));
      }
      await camera.play(start);
      await sleep(LAST_FRAME_MS);
    },
    frames: () => rows,
    async stop() {
      await process.stop();
      camera.close();
    },
  };
}

/** A folder of frames that are all there at once. */
async function startFlatOut(options) {
  const { input, frames, log, data } = options;
  const process = await detectorOn(layOut(input, Number(frames), `${data}/frames`), options);
  const run = await holdBeforeRun(process, log, Number(frames));
  let begun;
  return {
    process,
    play(start) {
      begun = start;
      return run.play();
    },
    frames: () => run.rows(begun),
    stop: () => process.stop(),
  };
}
