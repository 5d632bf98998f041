// Shots per second into a directory bucket, an image of 15 KB and its description each, durable, beside the plainest way to
// do the same: one file after another is written, flushed and renamed, and its folder flushed.
// npm run bench -- bucket [FOLDER], a folder on the disk in question (default: the system's temporary one).
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openBucket } from '../cloud/store/dist/index.js';
import { withFreshFolders } from './fresh-folder.mjs';

const IMAGE = Buffer.alloc(15_000, 'shot');
const DESCRIPTION = JSON.stringify({ description: 'x'.repeat(1_000) });
const SHOTS = 1_000;
const ROUNDS = 3;

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const keyOf = (shot) => `face/dt=2026-11-21/hour=${10 + (shot % 2)}/site=bench/device=pole-7/camera=cam0/${shot}.jpg`;

async function writeDurably(file, body) {
  const temporary = await open(`${file}.part`, 'w');
  await temporary.writeFile(body);
  await temporary.sync();
  await temporary.close();
  await rename(`${file}.part`, file);
  const folder = await open(dirname(file), 'r');
  await folder.sync();
  await folder.close();
}

function plain(folder) {
  return async (shot) => {
    const file = join(folder, keyOf(shot));
    await mkdir(dirname(file), { recursive: true });
    await writeDurably(file, IMAGE);
    await writeDurably(`${file}.json`, DESCRIPTION);
  };
}

/** Shots per second and CPU ms a shot of `put`, so many at once. */
async function measure(put, atOnce) {
  await put(0);
  let next = 1;
  const worker = async () => {
    while (next <= SHOTS) await put(next++);
  };
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: SHOTS / seconds, cpuMs: (user + system) / 1_000 / SHOTS };
}

async function measureBucket(folder, atOnce) {
  const bucket = await openBucket(`file:${folder}`);
  const options = { contentType: 'image/jpeg', describe: () => DESCRIPTION };
  const result = await measure((shot) => bucket.putIfAbsent(keyOf(shot), IMAGE, options), atOnce);
  await bucket.close();
  return result;
}

const ways = {
  'plain, one at a time': (folder) => measure(plain(folder), 1),
  'bucket, one at a time': (folder) => measureBucket(folder, 1),
  'bucket, 8 at once': (folder) => measureBucket(folder, 8),
  'bucket, 128 at once': (folder) => measureBucket(folder, 128),
};
const results = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
await withFreshFolders(async (next) => {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(ways)) results[name].push(await run(next()));
  }
}, process.argv[2]);
console.log(`shots of ${IMAGE.length} bytes with a description, median of ${ROUNDS} interleaved rounds of ${SHOTS}`);
const bare = median(results['plain, one at a time'].map(({ rate }) => rate));
for (const [name, rounds] of Object.entries(results)) {
  const rate = median(rounds.map((one) => one.rate));
  const cpu = median(rounds.map(({ cpuMs }) => cpuMs)).toFixed(2);
  console.log(`${name}: ${Math.round(rate)}/s (${(rate / bare).toFixed(2)} of plain), ${cpu} ms of CPU a shot`);
}
