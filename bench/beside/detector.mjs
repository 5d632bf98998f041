// The face detector as `vedette face-detector` runs it, with its hook set: each shot is written down when it is published.
// So is each frame that was looked at.
//   detector.mjs LOG-FOLDER --rate FRAMES-PER-SECOND [--max-side PIXELS] FLAGS-OF-FACE-DETECTOR…
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runAlone } from '../../cli/dist/run-alone.js';
import { loadSettings } from '../../cli/dist/settings/load.js';
import { startFaceDetector } from '../../edge/face-detector/dist/index.js';
import { now, openLog } from './event-log.mjs';

const [log, ...flags] = process.argv.slice(2);
const write = openLog(`${log}/source.log`);
const text = { type: 'string' };
const options = {
  source: text,
  select: text,
  model: text,
  site: text,
  device: text,
  edge: text,
  data: text,
  'http-port': text,
  'max-side': text,
  rate: text,
};
const { values } = parseArgs({ args: flags, options });
const set = values['max-side'] ? [`faceDetector.maxSide=${values['max-side']}`] : [];
const settings = loadSettings({ ...values, set, httpPort: values['http-port'] });
const rate = Number(values.rate);
let count = 0;
let start;

/**
 * When the frame was due, in ns: a camera's frame 0 is shown before the run, and each of the others has its time, however
 * late it came. Before the run and without a camera it is when it was published.
 */
function dueOf({ frame }, published) {
  const file = `${log}/start`;
  if (rate > 0 && existsSync(file)) start ??= BigInt(readFileSync(file, 'utf8'));
  return start === undefined ? published : start + BigInt(Math.round(((Number(frame.ref) - 1) * 1e9) / rate));
}

await runAlone('face-detector', settings, async (context) => {
  const { done: _, ...service } = await startFaceDetector(settings.faceDetector, settings, context, {
    onShot(id, shot) {
      const published = now();
      write('published', id, count++, dueOf(shot, published), published, shot.image.data.length);
    },
    onLooked: (faces) => write('looked', faces, now()),
  });
  return service; // it stays when its source is spent, so that it can be asked what it has cost
});
