// Shots per second from the cloud broker into a directory bucket, until the receipts are back, beside the plainest
// subscriber that writes a file for each; the CPU of either; and the time from publish to receipt at 10 shots/s.
// npm run bench -- sink [FOLDER], a folder on the disk in question (default: the system's temporary one).

import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBroker } from './beside/brokers.mjs';
import { freePort, Supervised, service } from './beside/supervise.mjs';
import { shotMaker } from './beside/synthetic-shots.mjs';
import { cpuOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';
import { openEdge } from './sink/edge.mjs';

const IMAGE_BYTES = 15_000;
const SHOTS = 3_000;
const ROUNDS = 3;
/** Without a receipt at once. */
const WINDOW = 256;
const WARM = 200;
const SINGLE = { shots: 100, everyMs: 100 };
const PLAIN = fileURLToPath(new URL('sink/plain-subscriber.mjs', import.meta.url));

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const makeShot = shotMaker({ session: 'bench', imageBytes: IMAGE_BYTES });
const shotNow = (k) => makeShot(k, Date.now() * 1_000);

async function sendAll(edge, shots) {
  let next = 0;
  const worker = async () => {
    while (next < shots.length) {
      const outcome = await edge.send(shots[next++]);
      if (outcome !== 'stored') throw new Error(`a shot was ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, worker));
}

async function flatOut(edge, sink) {
  await sendAll(
    edge,
    Array.from({ length: WARM }, (_, k) => shotNow(k)),
  );
  const shots = Array.from({ length: SHOTS }, (_, k) => shotNow(k));
  const cpuBefore = cpuOf(sink.pid);
  const start = performance.now();
  await sendAll(edge, shots);
  const rate = (SHOTS / (performance.now() - start)) * 1_000;
  return { rate, cpuMs: (cpuOf(sink.pid) - cpuBefore) / SHOTS };
}

/** Milliseconds from publish to receipt of shots that come one at a time. */
async function single(edge) {
  await edge.send(shotNow(0));
  const times = [];
  for (let k = 1; k <= SINGLE.shots; k++) {
    const shot = shotNow(k);
    const start = performance.now();
    await edge.send(shot);
    times.push(performance.now() - start);
    await sleep(SINGLE.everyMs - times.at(-1));
  }
  return median(times);
}

const ways = {
  'plain subscriber': (url, folder) => new Supervised('plain', [process.execPath, PLAIN, url, folder], { log: folder }),
  'image sink': (url, data) => service('image-sink', { flags: ['--cloud', url, '--data', data], log: data }),
};

/** Does `work` with a sink that is there, over a broker of its own. */
async function withSink(way, folder, work) {
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  const broker = await startBroker('aedes', 'cloud-broker', { port, data: folder, log: folder });
  const sink = await ways[way](url, folder);
  const edge = openEdge(url);
  try {
    await untilThere(edge);
    return await work(edge, sink);
  } finally {
    await edge.close();
    await sink.stop();
    await broker.stop();
  }
}

/** What is published before the sink has subscribed goes to nobody. */
async function untilThere(edge) {
  let isThere = false;
  while (!isThere) isThere = await Promise.race([edge.send(shotNow(0)), sleep(200)]);
}

const results = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
const latencies = {};
await withFreshFolders(async (next) => {
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(ways)) results[way].push(await withSink(way, next(), flatOut));
  }
  for (const way of Object.keys(ways)) latencies[way] = await withSink(way, next(), single);
}, process.argv[2]);
console.log(
  `shots of ${IMAGE_BYTES} bytes, median of ${ROUNDS} interleaved rounds of ${SHOTS}, ${WINDOW} without receipt`,
);
const rates = Object.fromEntries(
  Object.entries(results).map(([way, all]) => [way, median(all.map(({ rate }) => rate))]),
);
for (const way of Object.keys(ways)) {
  const ratio = (rates[way] / rates['plain subscriber']).toFixed(2);
  const cpu = median(results[way].map(({ cpuMs }) => cpuMs)).toFixed(2);
  const ms = latencies[way].toFixed(2);
  console.log(
    `${way}: ${Math.round(rates[way])}/s (${ratio} of plain), ${cpu} ms of CPU a shot; one at a time ${ms} ms`,
  );
}
