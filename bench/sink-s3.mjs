// Objects a second into S3 and the CPU of each, all on one radosgw in one run: the SDK's PutObject alone with 1, 8 and 32 in
// flight; files written into an s3fs mount; the reference's careful Python subscriber; and our sink, one object a shot and
// in packs.
// npm run bench -- sink-s3 [--shared ../shared] [--objects 2000] [--rounds 3] [--only NAME,…]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBroker } from './beside/brokers.mjs';
import { freePort } from './beside/supervise.mjs';
import { cpuOf } from './delivery/process-cost.mjs';
import { withFreshFolders } from './fresh-folder.mjs';
import { measureSink } from './sink-s3/image-sink.mjs';
import { KEYS, startRadosgw } from './sink-s3/radosgw.mjs';
import { mount } from './sink-s3/s3fs-mount.mjs';
import { IMAGE_BYTES } from './sink-s3/sizes.mjs';
import { measureStrong } from './sink-s3/strong-receiver.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    shared: { ...text, default: fileURLToPath(new URL('../../shared', import.meta.url)) },
    objects: { ...text, default: '2000' },
    rounds: { ...text, default: '3' },
    only: text,
  },
});
const { shared } = values;
const objects = Number(values.objects);
/** What every other way is measured by. */
const LIMIT = 'PutObject, 32 in flight';
/** s3fs makes some nine requests a file. */
const S3FS_OBJECTS = Math.ceil(objects / 10);
const PACKS = ['--set', 'imageSink.packs.maxSeconds=2'];
Object.assign(process.env, { AWS_ACCESS_KEY_ID: KEYS.AK, AWS_SECRET_ACCESS_KEY: KEYS.SK });

const bare = (inFlight) => (place) => child('bare-put.mjs', [place.endpoint, place.prefix, inFlight, objects]);
const s3fs = (inFlight) => async (place) => {
  const mounted = await mount(place.endpoint, place.data);
  if (!mounted) return undefined;
  const before = cpuOf(mounted.pid);
  const { rate, cpuMs } = await child('s3fs-put.mjs', [mounted.path, inFlight, S3FS_OBJECTS]);
  const mountMs = (cpuOf(mounted.pid) - before) / S3FS_OBJECTS;
  await mounted.unmount();
  return { rate, cpuMs: cpuMs + mountMs };
};
const ours = (window, flags) => (place) =>
  overMosquitto(place, (port) => measureSink({ ...place, port, objects, window, flags }));
const ways = {
  'PutObject, 1 in flight': bare(1),
  'PutObject, 8 in flight': bare(8),
  [LIMIT]: bare(32),
  's3fs, 1 in flight': s3fs(1),
  's3fs, 8 in flight': s3fs(8),
  'strong Python, 8 threads': (place) =>
    overMosquitto(place, (port) =>
      measureStrong({ ...place, shared, port, log: place.data, objects, image: randomBytes(IMAGE_BYTES) }),
    ),
  'image sink': ours(256),
  'image sink with packs': ours(4_096, PACKS),
};
const chosen = Object.keys(ways).filter(
  (name) => !values.only || values.only.split(',').some((one) => name.includes(one)),
);

async function child(script, args) {
  const file = fileURLToPath(new URL(`sink-s3/${script}`, import.meta.url));
  const running = spawn(process.execPath, [file, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of running.stdout) said += chunk;
  return JSON.parse(said);
}

async function overMosquitto({ data }, work) {
  const port = await freePort();
  const broker = await startBroker('mosquitto', 'cloud-broker', { port, data, log: data });
  try {
    return await work(port);
  } finally {
    await broker.stop();
  }
}

const results = Object.fromEntries(chosen.map((name) => [name, []]));
await withFreshFolders(async (next) => {
  const gateway = await startRadosgw(shared, next());
  try {
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [k, name] of chosen.entries()) {
        const place = { endpoint: gateway.endpoint, data: next(), prefix: `round-${round}-${k}` };
        const result = await ways[name](place);
        if (result) results[name].push(result);
        console.error(`round ${round}, ${name}: ${result ? `${Math.round(result.rate)}/s` : 'not here'}`);
      }
    }
  } finally {
    await gateway.stop();
  }
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(`objects of ${IMAGE_BYTES} bytes, median of ${values.rounds} interleaved rounds of ${objects}`);
for (const [name, all] of Object.entries(results).filter(([, list]) => list.length > 0)) {
  const of = (what) => median(all.map((one) => one[what]));
  const ratios = results[LIMIT]?.map(({ rate }, round) => all[round].rate / rate) ?? [];
  const ratio = ratios.length > 0 ? ` (${median(ratios).toFixed(2)} of PutObject with 32)` : '';
  const memory = all[0].peakMb ? `, ${Math.round(of('peakMb'))} MB` : '';
  console.log(`${name}: ${Math.round(of('rate'))}/s${ratio}, ${of('cpuMs').toFixed(2)} ms of CPU each${memory}`);
}
