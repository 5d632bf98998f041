// A process in the detector's place: publishes shots at a steady rate on the edge broker, through the same link as the
// detector does. Each `start TIME-IN-NS` on stdin begins at the shot that is due next: what was due while it was dead was
// never seen, as with a camera.
//   synthetic-source.mjs --edge URL --log DIR --rate N --seconds S (--image-bytes B | --message-bytes B)
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { describeShot } from '../../core/dist/message/index.js';
import { KeptLink } from '../../core/dist/mqtt/index.js';
import { createLogger } from '../../core/dist/observe/index.js';
import { topicsUnder } from '../../core/dist/topics/index.js';
import { now, openLog } from './event-log.mjs';
import { shotMaker } from './synthetic-shots.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: { edge: text, log: text, rate: text, seconds: text, 'image-bytes': text, 'message-bytes': text },
});
const rate = Number(values.rate);
const shots = Math.floor(rate * Number(values.seconds));
const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));
const makeShot = shotMaker({
  session: randomUUID(),
  imageBytes: number('image-bytes'),
  messageBytes: number('message-bytes'),
});
const topics = topicsUnder('vedette');
const place = { site: 'bench', device: 'edge', camera: 'cam0' };
const write = openLog(`${values.log}/source.log`);
const kept = new KeptLink({
  what: 'edge broker',
  log: createLogger({ level: 'warn', format: 'json' }, process.stderr),
  link: { url: values.edge, clientId: 'vedette-detector-edge-cam0' },
  onUp: () => console.log('up'),
});

async function publish(k, due) {
  const { shot, payload } = makeShot(k, Math.round(Date.now() * 1_000 - Number(now() - due) / 1_000));
  write('published', shot.id, k, due, now(), payload.length);
  await kept.publish(topics.shot(place), payload);
  write('acknowledged', shot.id, now());
  kept.tell(topics.meta(place), JSON.stringify(describeShot(shot)));
}

async function run(start) {
  const dueOf = (k) => start + BigInt(Math.floor((k * 1e9) / rate));
  // One that is due since less than half a step is not missed yet.
  const first = Math.max(0, Math.ceil((Number(now() - start) * rate) / 1e9 - 0.5));
  const open = new Set();
  for (let k = first; k < shots; k++) {
    const ms = Number(dueOf(k) - now()) / 1e6;
    if (ms > 0) await sleep(ms);
    const published = publish(k, dueOf(k)).finally(() => open.delete(published));
    open.add(published);
  }
  await Promise.all(open);
  console.log('done');
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, time] = line.split(' ');
  if (word === 'start') void run(time === 'now' ? now() : BigInt(time));
});
process.on('SIGTERM', () => void kept.close(true).then(() => process.exit(0)));
