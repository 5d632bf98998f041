// Durable appends per second of the forwarder's spool beside a bare append and fdatasync, and the time to reopen 1 GB.
// npm run bench -- spool [FOLDER], a folder on the disk in question (default: the system's temporary one).
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '../edge/forwarder/dist/spool/index.js';

const PAYLOAD_BYTES = 15_000;
const APPENDS = 2_000;
const ROUNDS = 5;
const AT_ONCE = 64;
const REOPEN_BYTES = 1_000_000_000;
const OPTIONS = { maxBytes: 4 * 2 ** 30, reserveBytes: 0, segmentBytes: 16 * 2 ** 20 };

const payload = Buffer.alloc(PAYLOAD_BYTES, 'shot');
const meta = (id) => ({ id, topic: 'vedette/home/pole-7/cam0/shot', at: 0, site: 'home', device: 'pole-7' });
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

async function inFolder(work) {
  const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'vedette-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function secondsOf(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

function bareLoop() {
  return inFolder(async (folder) => {
    const file = await open(join(folder, 'bare'), 'a');
    const seconds = await secondsOf(async () => {
      for (let i = 0; i < APPENDS; i++) {
        await file.write(payload);
        await file.datasync();
      }
    });
    await file.close();
    return APPENDS / seconds;
  });
}

async function fill(spool, appends, atOnce) {
  let next = 0;
  const worker = async () => {
    while (next < appends) await spool.append(meta(`${next++}`), payload);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function spoolLoop(atOnce) {
  return inFolder(async (folder) => {
    const spool = await openSpool(folder, OPTIONS);
    const seconds = await secondsOf(() => fill(spool, APPENDS, atOnce));
    await spool.close();
    return APPENDS / seconds;
  });
}

function reopen() {
  return inFolder(async (folder) => {
    const first = await openSpool(folder, OPTIONS);
    await fill(first, Math.ceil(REOPEN_BYTES / PAYLOAD_BYTES), AT_ONCE);
    await first.close();
    const heapBefore = process.memoryUsage().heapUsed;
    let spool;
    const seconds = await secondsOf(async () => {
      spool = await openSpool(folder, OPTIONS);
    });
    const { entries } = spool.counts();
    const heapBytes = process.memoryUsage().heapUsed - heapBefore;
    await spool.close();
    return { entries, seconds, heapBytes };
  });
}

const rates = { bare: [], one: [], many: [] };
for (let round = 0; round < ROUNDS; round++) {
  rates.bare.push(await bareLoop());
  rates.one.push(await spoolLoop(1));
  rates.many.push(await spoolLoop(AT_ONCE));
}
const bare = median(rates.bare);
const line = (what, rate) => console.log(`${what}: ${Math.round(rate)}/s (${(rate / bare).toFixed(2)} of bare)`);
console.log(`durable appends of ${PAYLOAD_BYTES} bytes, median of ${ROUNDS} interleaved rounds of ${APPENDS}`);
line('bare append + fdatasync', bare);
line('spool, one at a time', median(rates.one));
line(`spool, ${AT_ONCE} at once`, median(rates.many));
const { entries, seconds, heapBytes } = await reopen();
console.log(
  `reopening ${entries} entries, ${REOPEN_BYTES / 1e9} GB: ${seconds.toFixed(2)} s, ${Math.round(heapBytes / 1e6)} MB of heap`,
);
