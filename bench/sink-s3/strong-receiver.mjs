// The careful Python subscriber of the reference: messages from mosquitto, eight threads of boto3's put_object.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLink } from '../../core/dist/mqtt/index.js';
import { Supervised } from '../beside/supervise.mjs';
import { cpuOf, peakOf } from '../delivery/process-cost.mjs';

const { pack } = createRequire(new URL('../../core/package.json', import.meta.url))('msgpackr');
const TOPIC = 'w251/face_detector';
const WARM = 50;

/** Objects a second from the first publish to the receiver's word that it has them all, which comes every 250 ms. */
export async function measureStrong({ shared, endpoint, port, log, objects, image }) {
  const stored = countOf();
  const script = join(shared, 'bench/reference/strong_receiver.py');
  const flags = ['--port', port, '--s3', endpoint].map(String);
  const receiver = new Supervised('strong', ['/usr/bin/python3', script, ...flags], {
    log,
    onStart: (child) => createInterface({ input: child.stdout }).on('line', stored.read),
  });
  await stored.isReady;
  const link = openLink({ url: `mqtt://127.0.0.1:${port}`, clientId: 'bench', durable: false, subscribe: [] });
  const send = (id) => link.publish(TOPIC, pack({ id, t: 0, jpeg: image }));
  for (let id = 0; id < WARM; id++) await send(id);
  await stored.reach(WARM);
  const before = cpuOf(receiver.pid);
  const begun = performance.now();
  await Promise.all(Array.from({ length: objects }, (_, k) => send(WARM + k)));
  await stored.reach(WARM + objects);
  const seconds = (performance.now() - begun) / 1_000;
  const cost = { cpuMs: (cpuOf(receiver.pid) - before) / objects, peakMb: peakOf(receiver.pid) };
  await link.close();
  await receiver.stop();
  return { rate: objects / seconds, ...cost };
}

/** What the receiver prints: READY, and then how many it has stored. */
function countOf() {
  let ready;
  let stored = 0;
  let wake = () => undefined;
  return {
    isReady: new Promise((resolve) => {
      ready = resolve;
    }),
    read(line) {
      if (line === 'READY') ready();
      if (line.startsWith('N ')) stored = Number(line.slice(2));
      wake();
    },
    async reach(count) {
      while (stored < count)
        await new Promise((resolve) => {
          wake = resolve;
        });
    },
  };
}
