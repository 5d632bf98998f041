// Operations a second of `vedette worker`, alone and two of them, beside bare sharp in one process on the same pictures: all
// single-threaded. A worker reads each picture from a bucket, writes its result there, durable, and says so in the catalog; sharp
// has the pictures in memory and forgets what it made. In turns within one run.
// npm run bench -- api-operations [--shared ../shared] [--jobs 240] [--rounds 3]
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBucket, openCatalog, shotKey } from '../cloud/store/dist/index.js';
import { describeShot } from '../core/dist/message/index.js';
import { sampleShot } from '../core/dist/testing/index.js';
import { LISTS } from './api-operations/lists.mjs';
import { cpuOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    shared: { ...text, default: fileURLToPath(new URL('../../shared', import.meta.url)) },
    jobs: { ...text, default: '240' },
    rounds: { ...text, default: '3' },
  },
});
const jobs = Number(values.jobs);
/** Jobs that each worker does before its time counts. */
const WARM_UP = 24;
const POLL_MS = 20;
const VEDETTE = fileURLToPath(new URL('../cli/bin/vedette.js', import.meta.url));
const BARE = fileURLToPath(new URL('./api-operations/bare-sharp.mjs', import.meta.url));

const folder = join(values.shared, 'testdata', 'images');
const files = readdirSync(folder).map((file) => join(folder, file));

function bare() {
  return JSON.parse(execFileSync(process.execPath, [BARE, JSON.stringify({ files, jobs, warmUp: WARM_UP })]));
}

/** Stores the pictures, and queues as many jobs. */
async function fill(bucket, catalog, count) {
  const ids = [];
  for (const file of files) {
    const shot = sampleShot({}, readFileSync(file));
    const entry = { ...describeShot(shot), key: shotKey(shot), storedAt: shot.at };
    const describe = () => JSON.stringify(entry);
    await bucket.putIfAbsent(entry.key, shot.image.data, { contentType: shot.image.type, describe });
    await catalog.add(entry);
    ids.push(entry.id);
  }
  for (let i = 0; i < count; i++) {
    const { operations } = LISTS[i % LISTS.length];
    const image = ids[Math.floor(i / LISTS.length) % ids.length];
    await catalog.jobs.add({ id: randomUUID(), image, operations }, { maxQueued: count });
  }
}

/** So many workers, each a process: from when they are warm until nothing waits any more. */
async function withWorkers(root, count) {
  const [bucketUrl, catalogUrl] = [`file:${join(root, 'bucket')}`, `file:${join(root, 'catalog.db')}`];
  const [bucket, catalog] = [await openBucket(bucketUrl), await openCatalog(catalogUrl)];
  await fill(bucket, catalog, jobs * count);
  const flags = [
    '--bucket',
    bucketUrl,
    '--catalog',
    catalogUrl,
    '--data',
    root,
    '--http-port',
    '0',
    '--log-level',
    'error',
  ];
  const workers = Array.from({ length: count }, () =>
    spawn(process.execPath, [VEDETTE, 'worker', ...flags], { stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  const cpu = () => workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
  const until = async (isReached) => {
    for (;;) {
      const counts = await catalog.jobs.counts();
      assert.equal(counts.failed, 0, 'a job failed');
      if (isReached(counts)) return { done: counts.done, at: performance.now(), cpu: cpu() };
      await sleep(POLL_MS);
    }
  };
  const warm = await until(({ done }) => done >= WARM_UP * count);
  const spent = await until(({ queued }) => queued === 0);
  for (const worker of workers) {
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    await ended;
  }
  await Promise.all([bucket.close(), catalog.close()]);
  const done = spent.done - warm.done;
  return { rate: (done / (spent.at - warm.at)) * 1_000, cpuMs: (spent.cpu - warm.cpu) / done };
}

const results = [];
await withFreshFolders(async (next) => {
  for (let i = 0; i < Number(values.rounds); i++) {
    results.push({ bare: bare(), one: await withWorkers(next(), 1), two: await withWorkers(next(), 2), again: bare() });
  }
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const of = (pick) => median(results.map(pick)).toFixed(2);
console.log(`${files.length} pictures, ${jobs} jobs a worker, median of ${values.rounds} rounds`);
for (const [name, what] of [
  ['bare sharp', 'bare'],
  ['one worker', 'one'],
  ['two workers', 'two'],
]) {
  console.log(
    `${name}: ${of((one) => one[what].rate)} operation lists/s, ${of((one) => one[what].cpuMs)} ms of CPU each`,
  );
}
const bareRate = ({ bare, again }) => (bare.rate + again.rate) / 2;
const bareCpu = ({ bare, again }) => (bare.cpuMs + again.cpuMs) / 2;
console.log(`a worker does ${of((one) => one.one.rate / bareRate(one))} of what bare sharp does in the time`);
console.log(`by CPU: ${of((one) => bareCpu(one) / one.one.cpuMs)}`);
console.log(`two workers do ${of((one) => one.two.rate / one.one.rate)} times what one does`);
