// The peak of an image sink before an S3 that takes its time for each object, while more comes than it takes: one object a
// shot, and in packs.
// npm run bench -- sink-memory [--shots 5000] [--bytes 40000] [--ms 10000] [--seconds 30]
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBroker } from './beside/brokers.mjs';
import { freePort, service } from './beside/supervise.mjs';
import { shotMaker } from './beside/synthetic-shots.mjs';
import { peakOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';
import { openEdge } from './sink/edge.mjs';
import { startSlowS3 } from './sink-s3/slow-s3.mjs';

const number = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: { shots: number(5_000), bytes: number(40_000), ms: number(10_000), seconds: number(30) },
});
const [shots, bytes, ms, seconds] = [values.shots, values.bytes, values.ms, values.seconds].map(Number);
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'a' });

/** In MB. */
async function peakOfSink(data, s3, flags) {
  const port = await freePort();
  const broker = await startBroker('mosquitto', 'cloud-broker', { port, data, log: data });
  const url = `mqtt://127.0.0.1:${port}`;
  const bucket = `s3://bucket?endpoint=http://127.0.0.1:${s3}`;
  const sink = await service('image-sink', {
    flags: ['--cloud', url, '--data', data, '--bucket', bucket, ...flags],
    log: data,
  });
  const edge = openEdge(url);
  try {
    await sink.untilReady();
    const makeShot = shotMaker({ session: 'memory', imageBytes: bytes });
    for (let i = 0; i < shots; i++) {
      void edge.send(makeShot(i, Date.now() * 1_000)).catch(() => undefined); // most have no receipt in time
      if (i % 100 === 0) await sleep(10);
    }
    await sleep(seconds * 1_000);
    return peakOf(sink.pid);
  } finally {
    await edge.close();
    await sink.stop();
    await broker.stop();
  }
}

await withFreshFolders(async (next) => {
  const s3 = await startSlowS3(ms);
  for (const [name, flags] of [
    ['one object a shot', []],
    ['in packs', ['--set', 'imageSink.packs.maxSeconds=4']],
  ]) {
    const peak = await peakOfSink(next(), s3, flags);
    console.log(`${name}: ${Math.round(peak)} MB with ${shots} shots of ${bytes} bytes, ${ms} ms an object`);
  }
});
