// The memory of `vedette edge`, one process of broker, forwarder and detector, before a camera and with a cloud to send to:
// its peak, what it holds at the end, and its CPU a frame.
//   npm run bench -- edge-memory --input FOLDER-OF-JPEGS --model YUNET.onnx [--rate 10] [--frames 300] [--select every]
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { now } from './beside/event-log.mjs';
import { openCamera } from './beside/mjpeg-camera.mjs';
import { freePort, Supervised } from './beside/supervise.mjs';
import { cpuOf, peakOf, rssOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';

/** As it is installed, with the flags that its first line gives Node. */
const VEDETTE = fileURLToPath(new URL('../cli/bin/vedette.js', import.meta.url));
const LAST_FRAME_MS = 1_000;

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    ...{ input: text, model: text },
    rate: { ...text, default: '10' },
    frames: { ...text, default: '300' },
    select: { ...text, default: 'every' },
  },
});
if (!values.input || !values.model) {
  console.error('give --input FOLDER --model FILE');
  process.exit(2);
}

async function start(name, folder, flags) {
  const http = await freePort();
  const command = [VEDETTE, name, '--data', `${folder}/${name}`, '--http-port', String(http), ...flags];
  const process = new Supervised(name, command, { log: folder, httpUrl: `http://127.0.0.1:${http}` });
  await process.untilReady();
  return process;
}

await withFreshFolders(async (next) => {
  const folder = next();
  const [rate, frames] = [Number(values.rate), Number(values.frames)];
  const camera = await openCamera(resolve(values.input), { rate, frames });
  const cloudPort = String(await freePort());
  const cloud = await start('cloud', folder, ['--cloud-port', cloudPort]);
  const edge = await start('edge', folder, [
    ...['--source', camera.url, '--select', values.select, '--model', resolve(values.model)],
    ...['--edge-port', '0', '--cloud', `mqtt://127.0.0.1:${cloudPort}`],
  ]);
  const ready = peakOf(edge.pid);
  const before = cpuOf(edge.pid);
  await camera.play(now());
  await sleep(LAST_FRAME_MS);
  const cpu = (cpuOf(edge.pid) - before) / frames;
  const megabytes = [ready, peakOf(edge.pid), rssOf(edge.pid)].map((size) => `${Math.round(size)} MB`);
  console.log(
    `ready ${megabytes[0]}, peak ${megabytes[1]}, at the end ${megabytes[2]}; CPU ${cpu.toFixed(1)} ms a frame`,
  );
  await edge.stop();
  await cloud.stop();
  camera.close();
});
