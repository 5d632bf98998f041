// What a frame costs from its JPEG to its detections, beside a bare `session.run` of the same tensor: CPU of all threads and
// wall time, in turns within one run; and where it goes.
//   npm run bench -- detector --input FOLDER-OF-JPEGS --model YUNET.onnx [--max-side 640] [--rounds 10]
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeImage } from '../edge/face-detector/dist/image/decode-image.js';
import { openBare } from './detector/bare.mjs';
import { openPath } from './detector/path.mjs';

/** In a turn; few enough that a change of the machine's speed meets both alike. */
const FRAMES = 20;
const MAX_PIXELS = 50_000_000;

const text = { type: 'string' };
const { values } = parseArgs({
  options: { input: text, model: text, 'max-side': { ...text, default: '640' }, rounds: { ...text, default: '10' } },
});
if (!values.input || !values.model) {
  console.error('give --input FOLDER --model FILE');
  process.exit(2);
}
const input = resolve(values.input);
const frames = readdirSync(input)
  .filter((name) => /\.jpe?g$/i.test(name))
  .sort()
  .slice(0, FRAMES)
  .map((ref) => ({ ref, at: 0, image: { type: 'encoded', data: readFileSync(join(input, ref)) } }));

const path = await openPath({
  file: resolve(values.model),
  maxSide: Number(values['max-side']),
  maxPixels: MAX_PIXELS,
});
const bare = await openBare(resolve(values.model), await path.tensorOf(frames[0]));
const ways = {
  'bare session.run': () => bare.run(),
  'JPEG to detections': (frame) => path.detect(frame),
  'of that: decoding at its own size': ({ image }) => decodeImage(image, (size) => size, MAX_PIXELS),
  'of that: decoding and scaling': (frame) => path.decode(frame),
};
const costs = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
for (let round = -1; round < Number(values.rounds); round++) {
  for (const [name, work] of Object.entries(ways)) {
    const cost = await costOf(work);
    if (round >= 0) costs[name].push(cost);
  }
}
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const base = costs['bare session.run'];
for (const [name, list] of Object.entries(costs)) {
  const of = (what) => median(list.map((cost) => cost[what]));
  const ratio = (what) => median(list.map((cost, round) => cost[what] / base[round][what]));
  const figures = ['cpu', 'wall'].map((what) => `${what} ${of(what).toFixed(2)} ms (${ratio(what).toFixed(2)})`);
  console.log(`${name.padEnd(36)}${figures.join('   ')}`);
}
await path.close();
await bare.close();

/** A frame's share in ms, one frame after another. */
async function costOf(work) {
  const before = process.cpuUsage();
  const begun = performance.now();
  for (const frame of frames) await work(frame);
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1_000 / frames.length, wall: (performance.now() - begun) / frames.length };
}
