// The edge's half for bench.py: edge broker, forwarder and detector (or a synthetic source in its place) as they are
// shipped, and what was published as faces.csv and frames.csv.
//   edge.mjs --port N --cloud HOST:PORT --data DIR --log DIR [--broker aedes|mosquitto] [--kills PLAN]
//            (--synthetic RATE:BYTES --seconds S [--bytes-of message|image] | --input DIR --rate R --frames N
//            [--model M] [--max-side PIXELS])
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startBroker } from './brokers.mjs';
import { countCosts } from './costs.mjs';
import { countedShots } from './counted-shots.mjs';
import { now } from './event-log.mjs';
import { executeKills, parseKills } from './kills.mjs';
import { startSource } from './source.mjs';
import { service } from './supervise.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    ...{ port: text, cloud: text, data: text, log: text, kills: text, profile: text, model: text },
    ...{ synthetic: text, seconds: text, input: text, rate: text, frames: text, 'max-side': text },
    broker: { ...text, default: 'aedes' },
    'bytes-of': { ...text, default: 'message' },
  },
});
const { port, cloud, data, log, profile } = values;
const edgeUrl = `mqtt://127.0.0.1:${port}`;

const broker = await startBroker(values.broker, 'edge-broker', { port, data, log, profile });
const place = ['--site', 'bench', '--device', 'edge', '--data', data];
const forwarder = await service('forwarder', {
  flags: ['--edge', edgeUrl, '--cloud', `mqtt://${cloud}`, ...place],
  ...{ log, profile },
});
await forwarder.untilReady();
const source = await startSource({ ...values, edgeUrl, place, profile });
const processes = { 'edge-broker': broker, forwarder, source: source.process };
void executeKills(parseKills(values.kills), processes, `${log}/start`);
console.log('READY');

const stdin = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await stdin.next(); // GO
const costs = countCosts(processes, log, 'edge');
const start = now();
writeFileSync(`${log}/start`, String(start));
await source.play(start);
costs.write();
const counts = writeCounts();
console.log(`DONE ${JSON.stringify(counts)}`);
await Promise.race([stdin.next(), new Promise((resolve) => process.once('SIGTERM', resolve))]);
await source.stop();
await forwarder.stop();
await broker.stop();
process.exit(0);

function writeCounts() {
  const faces = countedShots(log, { isKilling: values.kills !== undefined });
  const rows = faces.map(({ number, due, published, bytes }) => [number, number, due, published, bytes].join(','));
  writeFileSync(`${log}/faces.csv`, `${['id,frame,t_cap,t_pub,bytes', ...rows].join('\n')}\n`);
  writeFileSync(`${log}/frames.csv`, `${['frame,t_cap,t_start,t_done,nfaces', ...source.frames()].join('\n')}\n`);
  return { frames: source.frames().length, faces: faces.length, dropped: 0 };
}
