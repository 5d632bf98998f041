// Memory of a forwarder that holds much: of a process started on a spool of 100 MB and of 1 GB, in shots of 15 KB and of
// 150 KB. The images stay on disk; what grows is the index, with the number of shots.
//   npm run bench -- spool-memory [FOLDER], a folder with 2 GB of room (default: the system's temporary one)
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSpool } from '../edge/forwarder/dist/spool/index.js';
import { freePort, service } from './beside/supervise.mjs';
import { rssOf } from './delivery/process-cost.mjs';

const OPTIONS = { maxBytes: 4 * 2 ** 30, reserveBytes: 0, segmentBytes: 16 * 2 ** 20 };
const AT_ONCE = 64;
/** What a start leaves behind is collected by then. */
const SETTLED_MS = 5_000;
const MB = 1e6;

async function fill(folder, shots, bytes) {
  const spool = await openSpool(folder, OPTIONS);
  const payload = Buffer.alloc(bytes, 'shot');
  let next = 0;
  const worker = async () => {
    while (next < shots) {
      const id = String(next++).padStart(36, '0');
      const place = { site: 'bench', device: 'edge', camera: 'cam0' };
      await spool.append({ id, topic: 'vedette/bench/edge/cam0/shot', at: Date.now() * 1_000, ...place }, payload);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await spool.close();
}

/** Resident memory in MB of a forwarder without brokers that has found `shots` of `bytes` each. */
async function memoryOf(shots, bytes) {
  const data = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'vedette-bench-'));
  const log = join(data, 'log');
  mkdirSync(log);
  try {
    const spool = join(data, 'forwarder', 'spool');
    mkdirSync(spool, { recursive: true });
    await fill(spool, shots, bytes);
    const nobody = `mqtt://127.0.0.1:${await freePort()}`;
    const nobodyElse = `mqtt://127.0.0.1:${await freePort()}`;
    const room = ['--set', `forwarder.spool.maxBytes=${OPTIONS.maxBytes}`];
    const flags = ['--edge', nobody, '--cloud', nobodyElse, '--data', data, ...room];
    const forwarder = await service('forwarder', { log, flags });
    await forwarder.untilAlive();
    await sleep(SETTLED_MS);
    const rss = rssOf(forwarder.pid);
    await forwarder.stop();
    return rss;
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
}

const empty = await memoryOf(0, 0);
console.log(`nothing spooled: ${empty.toFixed(0)} MB resident`);
for (const [total, bytes] of [
  [100 * MB, 15_000],
  [1_000 * MB, 150_000],
  [1_000 * MB, 15_000],
]) {
  const shots = Math.round(total / bytes);
  const rss = await memoryOf(shots, bytes);
  const each = (((rss - empty) * 2 ** 20) / shots).toFixed(0);
  console.log(
    `${total / MB} MB in ${shots} shots of ${bytes / 1_000} KB: ${rss.toFixed(0)} MB resident, ${each} bytes a shot`,
  );
}
