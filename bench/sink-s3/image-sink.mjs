// Our sink before an S3 bucket, as it is shipped: shots from mosquitto, each receipted when its object and its row in the
// catalog are durable.
import { setTimeout as sleep } from 'node:timers/promises';
import { service } from '../beside/supervise.mjs';
import { shotMaker } from '../beside/synthetic-shots.mjs';
import { cpuOf, peakOf } from '../delivery/process-cost.mjs';
import { openEdge } from '../sink/edge.mjs';
import { BUCKET } from './radosgw.mjs';
import { IMAGE_BYTES } from './sizes.mjs';

const WARM = 200;

/** `flags`: more settings of the sink; `window`: shots without a receipt at once. */
export async function measureSink({ endpoint, port, data, objects, prefix, window, flags = [] }) {
  const url = `mqtt://127.0.0.1:${port}`;
  const bucket = `s3://${BUCKET}/${prefix}?endpoint=${endpoint}`;
  const sink = await service('image-sink', {
    flags: ['--cloud', url, '--data', data, '--bucket', bucket, ...flags],
    log: data,
  });
  const edge = openEdge(url);
  const makeShot = shotMaker({ session: prefix, imageBytes: IMAGE_BYTES });
  let made = 0;
  const some = (count) => Array.from({ length: count }, () => makeShot(made++, Date.now() * 1_000));
  try {
    await sink.untilReady();
    let isThere = false;
    while (!isThere) isThere = await Promise.race([edge.send(some(1)[0]), sleep(200)]);
    await sendAll(edge, some(WARM), window);
    const shots = some(objects);
    const before = cpuOf(sink.pid);
    const begun = performance.now();
    await sendAll(edge, shots, window);
    const seconds = (performance.now() - begun) / 1_000;
    return { rate: objects / seconds, cpuMs: (cpuOf(sink.pid) - before) / objects, peakMb: peakOf(sink.pid) };
  } finally {
    await edge.close();
    await sink.stop();
  }
}

async function sendAll(edge, shots, window) {
  let next = 0;
  const worker = async () => {
    while (next < shots.length) {
      const outcome = await edge.send(shots[next++]);
      if (outcome !== 'stored') throw new Error(`a shot was ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: window }, worker));
}
