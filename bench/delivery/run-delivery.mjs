// One run of the whole way, each process as it is shipped: publisher -> edge broker -> forwarder -> cloud broker -> sink ->
// directory bucket.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBroker } from '../beside/brokers.mjs';
import { now, readLog } from '../beside/event-log.mjs';
import { freePort, service } from '../beside/supervise.mjs';
import { withFreshFolders } from '../fresh-folder.mjs';
import { cpuOf, cpuOfAll } from './process-cost.mjs';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));
/** The first part of a run warms the programs up. */
const WARM = 0.1;
const STALLED_MS = 30_000;

/**
 * Figures of `shots` messages of `bytes` over `kind` (aedes or mosquitto) on both sides; `again` are those that came to the
 * sink more than once. Flat out, with no more than `window` on their way; or paced as a camera, `together` at once and `rate`
 * a second, with the `leg` in ms from publish to object. CPU profiles go to the folder `profile`, if given.
 */
export function runDelivery({ folder, ...options }) {
  return withFreshFolders((next) => deliver(next(), options), folder);
}

async function deliver(run, { kind, shots, bytes, window, pace, profile }) {
  const running = [];
  try {
    const processes = await startPipeline(run, running, { kind, profile });
    const sinkLog = join(run, 'sink.log');
    const publisher = pace
      ? await startPublisher('paced-publisher.mjs', [processes.port, shots, bytes, pace.rate, pace.together, run])
      : await startPublisher('publisher.mjs', [processes.port, shots, bytes, window, sinkLog]);
    running.push(publisher);
    const pids = { publisher: publisher.pid, ...processes.pids };
    const before = Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)]);
    const allBefore = cpuOfAll();
    const start = now();
    const published = publisher.go();
    await untilKept(sinkLog, shots);
    const cpu = Object.fromEntries(
      before.map(([name, ms]) => [name, round((usedSince(pids[name], ms) ?? publisher.cpu()) / shots)]),
    );
    const own = Object.values(cpu).reduce((sum, ms) => sum + ms, 0);
    const others = (cpuOfAll() - allBefore) / shots - own;
    const times = storedTimes(sinkLog).map((time) => Number(time - start) / 1e9);
    const again = readLog(sinkLog).length - shots;
    const publishSeconds = round(Number((await published) - start) / 1e9);
    const load = { kind, shots, bytes, ...(pace ?? { window }) };
    const leg = pace && { leg: legOf(run) };
    const speed = { shotsPerSecond: rateOf(times), seconds: round(times.at(-1)), publishSeconds, again, ...leg };
    return { ...load, ...speed, cpuMsPerShot: cpu, cpuMsPerShotInAll: round(own), otherCpuMsPerShot: round(others) };
  } finally {
    for (const one of running.reverse()) await one.stop();
  }
}

async function startPipeline(run, running, { kind, profile }) {
  const keep = (process) => {
    running.push(process);
    return process;
  };
  const [data, log] = [join(run, 'data'), run];
  mkdirSync(data);
  const [port, cloudPort] = [await freePort(), await freePort()];
  const [edgeUrl, cloudUrl] = [`mqtt://127.0.0.1:${port}`, `mqtt://127.0.0.1:${cloudPort}`];
  const options = { log, data, profile };
  const cloudBroker = keep(await startBroker(kind, 'cloud-broker', { ...options, port: cloudPort }));
  const sink = keep(
    await service('image-sink', {
      ...{ ...options, script: script('../beside/sink.mjs') },
      flags: [log, '--cloud', cloudUrl, '--data', data, '--bucket', `file:${data}/bucket`],
    }),
  );
  const edgeBroker = keep(await startBroker(kind, 'edge-broker', { ...options, port }));
  const place = ['--site', 'bench', '--device', 'edge', '--data', data];
  const forwarder = keep(
    await service('forwarder', { ...options, flags: ['--edge', edgeUrl, '--cloud', cloudUrl, ...place] }),
  );
  await sink.untilReady();
  await forwarder.untilReady();
  const pids = {
    'edge broker': edgeBroker.pid,
    forwarder: forwarder.pid,
    'cloud broker': cloudBroker.pid,
    sink: sink.pid,
  };
  return { port, pids };
}

async function startPublisher(name, args) {
  const child = spawn(process.execPath, [script(name), ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it was ready`)));
  failed.catch(() => undefined); // it ends by itself later
  await Promise.race([once(lines, 'line'), failed]);
  let last = cpuOf(child.pid);
  const first = last;
  const timer = setInterval(() => {
    if (child.exitCode === null) last = cpuOf(child.pid);
  }, 20);
  child.once('exit', () => clearInterval(timer));
  return {
    pid: child.pid,
    /** It ends by itself; what it had used shortly before. */
    cpu: () => last - first,
    async go() {
      child.stdin.write('go\n');
      const [line] = await once(lines, 'line');
      return BigInt(line.split(' ')[1]);
    },
    async stop() {
      clearInterval(timer);
      child.kill('SIGKILL');
    },
  };
}

/** Of each object once: what came again is a duplicate in the log. */
function storedTimes(sinkLog) {
  return readLog(sinkLog)
    .filter(([, outcome]) => outcome === 'stored')
    .map(([, , time]) => BigInt(time));
}

/** From publish to object in ms, without the warm-up. */
function legOf(run) {
  const kept = new Map(readLog(join(run, 'sink.log')).map(([id, , time]) => [id, BigInt(time)]));
  const published = readLog(join(run, 'source.log'));
  const legs = published
    .slice(Math.floor(published.length * WARM))
    .map(([id, time]) => Number(kept.get(id) - BigInt(time)) / 1e6)
    .sort((a, b) => a - b);
  const at = (share) => round(legs[Math.floor((legs.length - 1) * share)]);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

async function untilKept(sinkLog, shots) {
  let last = -1;
  let changed = performance.now();
  for (;;) {
    const kept = storedTimes(sinkLog).length;
    if (kept >= shots) return;
    if (kept !== last) changed = performance.now();
    last = kept;
    if (performance.now() - changed > STALLED_MS)
      throw new Error(`${kept} of ${shots} shots are kept, and no more come`);
    await sleep(100);
  }
}

function usedSince(pid, before) {
  try {
    return cpuOf(pid) - before;
  } catch {
    return undefined; // it has ended
  }
}

/** Kept per second, without the warm-up. */
function rateOf(times) {
  const warm = Math.floor(times.length * WARM);
  return Math.round((times.length - 1 - warm) / (times.at(-1) - times[warm]));
}

function round(number) {
  return Number(number.toFixed(3));
}
