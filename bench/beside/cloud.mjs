// The cloud's half for bench.py: cloud broker and image sink as they are shipped, and what they kept as recv.csv.
//   cloud.mjs --port N --data DIR --log DIR [--broker aedes|mosquitto] [--kills PLAN]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBroker } from './brokers.mjs';
import { countCosts } from './costs.mjs';
import { countedShots } from './counted-shots.mjs';
import { readLog } from './event-log.mjs';
import { executeKills, parseKills } from './kills.mjs';
import { service } from './supervise.mjs';

/** How often the driver hears how many there are. */
const PROGRESS_MS = 500;

const text = { type: 'string' };
const { values } = parseArgs({
  options: { port: text, data: text, log: text, broker: { ...text, default: 'aedes' }, kills: text, profile: text },
});
const { port, data, log, profile } = values;

const broker = await startBroker(values.broker, 'cloud-broker', { port, data, log, profile });
const sink = await service('image-sink', {
  script: fileURLToPath(new URL('sink.mjs', import.meta.url)),
  flags: [log, '--cloud', `mqtt://127.0.0.1:${port}`, '--data', data, '--bucket', `file:${data}/bucket`],
  ...{ log, profile },
});
await sink.untilReady();
const processes = { 'cloud-broker': broker, 'image-sink': sink };
void executeKills(parseKills(values.kills), processes, `${log}/start`);
const costs = countCosts(processes, log, 'cloud');
console.log('READY');

/** When each shot was first known to be kept, by its id. */
function keptTimes() {
  const times = new Map();
  for (const [id, , time] of readLog(`${log}/sink.log`)) if (!times.has(id)) times.set(id, time);
  return times;
}

/** The shots that count and are kept, as rows of recv.csv. */
function receivedRows() {
  const kept = keptTimes();
  return countedShots(log, { isKilling: values.kills !== undefined })
    .filter(({ id }) => kept.has(id))
    .map(({ id, number, due, bytes }) => [number, due, kept.get(id), kept.get(id), bytes].join(','));
}

const progress = setInterval(() => console.log(`N ${receivedRows().length}`), PROGRESS_MS);
process.once('SIGTERM', async () => {
  clearInterval(progress);
  costs.write();
  await sink.stop();
  await broker.stop();
  writeFileSync(`${log}/recv.csv`, `${['id,t_cap,t_recv,t_done,bytes', ...receivedRows()].join('\n')}\n`);
  process.exit(0);
});
