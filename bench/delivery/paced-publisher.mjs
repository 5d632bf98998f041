// Publishes shots as the detector does, in a camera's time: TOGETHER at once, RATE a second. Each is written down when it is
// handed over.
//   paced-publisher.mjs PORT SHOTS MESSAGE-BYTES RATE TOGETHER LOG-FOLDER   says `ready`, begins at a line on stdin, says `done TIME`
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../core/dist/observe/index.js';
import { topicsUnder } from '../../core/dist/topics/index.js';
import { Publisher } from '../../edge/face-detector/dist/publisher.js';
import { now, openLog } from '../beside/event-log.mjs';
import { shotMaker } from '../beside/synthetic-shots.mjs';

const [port, shots, messageBytes, rate, together] = process.argv.slice(2).map(Number);
const write = openLog(`${process.argv[7]}/source.log`);
const publisher = new Publisher({
  brokerUrl: `mqtt://127.0.0.1:${port}`,
  place: { site: 'bench', device: 'edge', camera: 'cam0' },
  topics: topicsUnder('vedette'),
  log: createLogger({ level: 'info', format: 'json' }),
});
const makeShot = shotMaker({ session: randomUUID(), messageBytes });
const all = Array.from({ length: shots }, (_, k) => makeShot(k, Date.now() * 1_000 + k).shot);
while (!publisher.connected) await sleep(10);
console.log('ready');
await once(process.stdin, 'data');
await publishAll();
console.log(`done ${now()}`);
await publisher.close();
process.exit(0);

async function publishAll() {
  const begun = performance.now();
  const publishing = [];
  for (let k = 0; k < shots; k += together) {
    await sleep(begun + (k * 1_000) / rate - performance.now());
    for (const shot of all.slice(k, k + together)) {
      write(shot.id, now());
      publishing.push(publisher.publishShot(shot));
    }
  }
  await Promise.all(publishing);
}
