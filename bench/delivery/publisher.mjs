// Publishes valid shots flat out on the edge broker, while fewer than WINDOW of them are published and not yet kept.
//   publisher.mjs PORT SHOTS MESSAGE-BYTES WINDOW SINK-LOG      says `ready`, begins at a line on stdin, says `done TIME`
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, readSync } from 'node:fs';
import { now } from '../beside/event-log.mjs';
import { shotMaker } from '../beside/synthetic-shots.mjs';
import { connectPublisher, publishPacket } from './mqtt-publisher.mjs';

const [port, shots, messageBytes, window] = process.argv.slice(2).map(Number);
const sinkLog = process.argv[6];
const TOPIC = 'vedette/bench/edge/cam0/shot';
/** Shots without a PUBACK. */
const IN_FLIGHT = 200;

const makeShot = shotMaker({ session: randomUUID(), messageBytes });
const packets = Array.from({ length: shots }, (_, k) =>
  publishPacket(TOPIC, makeShot(k, Date.now() * 1_000 + k).payload, (k % 65_535) + 1),
);
const publisher = await connectPublisher(port);
const stored = countStored(sinkLog);
console.log('ready');
await once(process.stdin, 'data');
await publisher.publishAll(packets, (acknowledged) => Math.min(acknowledged + IN_FLIGHT, stored() + window));
console.log(`done ${now()}`);
publisher.close();
process.exit(0);

/** How many shots the sink's log calls stored. */
function countStored(file) {
  const chunk = Buffer.alloc(1 << 16);
  let fd;
  let rest = '';
  let stored = 0;
  return () => {
    if (fd === undefined && existsSync(file)) fd = openSync(file, 'r');
    for (let length = 1; fd !== undefined && length > 0; ) {
      length = readSync(fd, chunk);
      const lines = (rest + chunk.toString('latin1', 0, length)).split('\n');
      rest = lines.pop();
      stored += lines.filter((line) => line.includes(' stored ')).length;
    }
    return stored;
  };
}
