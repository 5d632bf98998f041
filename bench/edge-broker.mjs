// What a shot of 15 KB costs the edge broker on its way to a connected forwarder, beside the same broker over
// aedes-persistence-level as that comes: CPU and bytes written a shot, flat out, and the time that one takes by itself.
// npm run bench -- edge-broker [FOLDER], a folder on the disk in question (default: the system's temporary one).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FORWARDER_CLIENT_ID, openLink } from '../core/dist/mqtt/index.js';
import { connectPublisher, publishPacket } from './delivery/mqtt-publisher.mjs';
import { cpuOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';

const BROKER = fileURLToPath(new URL('edge-broker/broker.mjs', import.meta.url));
const TOPIC = 'vedette/bench/edge/cam0/shot';
const PAYLOAD = Buffer.alloc(15_000, 'shot');
const WARM = 500;
const SHOTS = 5_000;
const IN_FLIGHT = 200;
const SINGLE = { shots: 100, everyMs: 20 };
const ROUNDS = 3;
const KINDS = ['plain', 'vedette'];

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const packets = (count) => Array.from({ length: count }, (_, k) => publishPacket(TOPIC, PAYLOAD, k + 1));
const writtenBy = (pid) => Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))[1]);

async function measure(kind, folder) {
  const broker = spawn(process.execPath, [BROKER, kind, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number((await once(broker.stdout, 'data'))[0]);
  const forwarder = await connectForwarder(port);
  const publisher = await connectPublisher(port);
  const publish = async (count) => {
    const delivered = forwarder.received(count);
    await publisher.publishAll(packets(count), (acknowledged) => acknowledged + IN_FLIGHT);
    await delivered;
  };
  try {
    await publish(WARM);
    const [cpu, bytes, start] = [cpuOf(broker.pid), writtenBy(broker.pid), performance.now()];
    await publish(SHOTS);
    const perSecond = (SHOTS / (performance.now() - start)) * 1_000;
    const cpuMs = (cpuOf(broker.pid) - cpu) / SHOTS;
    const written = (writtenBy(broker.pid) - bytes) / SHOTS;
    return { perSecond, cpuMs, written, single: await single(publish) };
  } finally {
    publisher.close();
    await forwarder.close();
    broker.kill('SIGKILL');
    await once(broker, 'exit');
  }
}

/** Acknowledges each shot at once. */
async function connectForwarder(port) {
  let missing = 0;
  let heard = () => undefined;
  const link = openLink({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: FORWARDER_CLIENT_ID,
    durable: true,
    concurrency: 64,
    async onMessage() {
      missing -= 1;
      if (missing === 0) heard();
    },
  });
  while (!link.connected) await sleep(10);
  return {
    received: (count) =>
      new Promise((resolve) => {
        missing = count;
        heard = resolve;
      }),
    close: () => link.close(true),
  };
}

/** Milliseconds from publish until the forwarder has it, of shots that come one at a time. */
async function single(publish) {
  const times = [];
  for (let k = 0; k < SINGLE.shots; k++) {
    const start = performance.now();
    await publish(1);
    times.push(performance.now() - start);
    await sleep(SINGLE.everyMs);
  }
  return median(times);
}

const rounds = Object.fromEntries(KINDS.map((kind) => [kind, []]));
await withFreshFolders(async (next) => {
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of KINDS) rounds[kind].push(await measure(kind, next()));
  }
}, process.argv[2]);
console.log(`shots of ${PAYLOAD.length} bytes, median of ${ROUNDS} interleaved rounds of ${SHOTS}`);
for (const kind of KINDS) {
  const of = (name) => median(rounds[kind].map((one) => one[name]));
  console.log(
    `${kind}: ${of('cpuMs').toFixed(2)} ms of CPU and ${(of('written') / 1_000).toFixed(1)} KB written a shot, ` +
      `${Math.round(of('perSecond'))} shots/s; one by itself ${of('single').toFixed(2)} ms`,
  );
}
