// Flat out: shots a second from a publisher to objects in a directory, durable at each step, over our brokers and over
// mosquitto, beside mosquitto's own bridge (which stores nothing) in the same run.
//   npm run bench -- delivery [--shots 10000] [--bytes 15360] [--window 500] [--reps 3] [--over aedes,mosquitto]
//                             [--rate SHOTS-PER-SECOND (as a camera, not flat out)] [--together 2]
//                             [--profile FOLDER] [--folder FOLDER-ON-THE-DISK] [--shared ../shared] [--out FILE.jsonl]
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { referenceIn, runBench } from './beside/reference.mjs';
import { runDelivery } from './delivery/run-delivery.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    ...{ profile: text, folder: text, shared: text, out: text, rate: text },
    together: { ...text, default: '2' },
    shots: { ...text, default: '10000' },
    bytes: { ...text, default: '15360' },
    window: { ...text, default: '500' },
    reps: { ...text, default: '3' },
    over: { ...text, default: 'bridge,aedes,mosquitto' },
  },
});
const { bytes, profile, folder } = values;
const [shots, window] = [Number(values.shots), Number(values.window)];
const pace = values.rate && { rate: Number(values.rate), together: Number(values.together) };
const ways = values.over.split(',');
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

function measure(way) {
  if (way !== 'bridge')
    return runDelivery({
      kind: way,
      shots,
      bytes: Number(bytes),
      window,
      pace,
      folder,
      profile: profile && join(profile, way),
    });
  return bridge(referenceIn(values.shared));
}

async function bridge(reference) {
  const flags = ['--conf', 'tuned', '--qos', '1', '--bytes', bytes, '--secs', '3'];
  const { recv_per_s: perSecond, cpu_us_per_msg: cpu } = await runBench(reference, 'bridge', undefined, flags);
  const cpuMsPerShot = Object.fromEntries(Object.entries(cpu).map(([name, us]) => [name, us / 1_000]));
  const cpuMsPerShotInAll = Object.values(cpuMsPerShot).reduce((sum, ms) => sum + ms, 0);
  return {
    kind: 'bridge',
    bytes: Number(bytes),
    shotsPerSecond: Math.round(perSecond),
    cpuMsPerShot,
    cpuMsPerShotInAll,
  };
}

const rates = Object.fromEntries(ways.map((way) => [way, []]));
for (let rep = 1; rep <= Number(values.reps); rep++) {
  for (const way of ways) {
    const result = { ...(await measure(way)), rep, at: new Date().toISOString() };
    rates[way].push(result.shotsPerSecond);
    if (values.out) appendFileSync(values.out, `${JSON.stringify(result)}\n`);
    console.log(JSON.stringify(result));
  }
}
for (const way of ways) {
  const ratio = rates.bridge ? ` (${(median(rates[way]) / median(rates.bridge)).toFixed(3)} of the bridge)` : '';
  console.log(`${way}: median ${median(rates[way])} shots/s${ratio}`);
}
