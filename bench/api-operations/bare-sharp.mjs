// Operations one after another by sharp alone, on pictures that it has in memory: `argv[2]` says as JSON which pictures, how
// many times, and how many of them warm up. Writes {rate, cpuMs} to stdout.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { LISTS } from './lists.mjs';

const { files, jobs, warmUp } = JSON.parse(process.argv[2]);
sharp.concurrency(1);
const pictures = files.map((file) => readFileSync(file));
let begun;
let cpu;
for (let i = 0; i < jobs; i++) {
  if (i === warmUp) [begun, cpu] = [performance.now(), process.cpuUsage()];
  const { bare } = LISTS[i % LISTS.length];
  await bare(sharp(pictures[Math.floor(i / LISTS.length) % pictures.length], { autoOrient: true })).toBuffer();
}
const count = jobs - warmUp;
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({ rate: (count / (performance.now() - begun)) * 1_000, cpuMs: (user + system) / 1_000 / count }),
);
