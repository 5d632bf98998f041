// The cloud's half for bench.py: cloud broker and image sink as they are shipped, and what they kept as recv.csv.
//   cloud.mjs --port N --data DIR --log DIR [--broker aedes|mosquitto] [--kills PLAN]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBroker } from './brokers.mjs';
import { readLog } from './event-log.mjs';
import { executeKills, parseKills } from './kills.mjs';
import { service } from './supervise.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: { port: text, data: text, log: text, broker: { ...text, default: 'aedes' }, kills: text, profile: text },
});
const { port, data, log } = values;

const broker = await startBroker(values.broker, 'cloud-broker', { port, data, log, profile });
const sink = await service('image-sink', {
  script: fileURLToPath(new URL('sink.mjs', import.meta.url)),
  flags: [log, '--cloud', `mqtt://127.0.0.1:${port}`, '--data', data, '--bucket', `file:${data}/bucket`],
  ...{ log, profile },
});
await sink.untilReady();
void executeKills(parseKills(values.kills), { 'cloud-broker': broker, 'image-sink': sink }, `${log}/start`);
console.log('READY');

/** When each shot was first known to be kept, by its id. */
function keptTimes() {
  const times = new Map();
  for (const [id, , time] of readLog(`${log}/sink.log`)) if (!times.has(id)) times.set(id, time);
  return times;
}

function writeReceived() {
  const kept = keptTimes();
  const rows = readLog(`${log}/source.log`)
    .filter(([event, id]) => event === 'published' && kept.has(id))
    .map(([, id, k, due, , bytes]) => [k, due, kept.get(id), kept.get(id), bytes].join(','));
  writeFileSync(`${log}/recv.csv`, `${['id,t_cap,t_recv,t_done,bytes', ...rows].join('\n')}\n`);
}

const progress = setInterval(() => console.log(`N ${keptTimes().size}`), 250);
process.once('SIGTERM', async () => {
  clearInterval(progress);
  await sink.stop();
  await broker.stop();
  writeReceived();
  process.exit(0);
});
