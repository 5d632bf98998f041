// Shots into S3 in packs, beside each in an object of its own: the sink's two ways to keep them, through the same bucket
// code on one radosgw in one run. Either describes each shot and puts on the condition that nothing is there; packs claim
// theirs in a catalog (libsql) before.
// npm run bench -- packs [--shared ../shared] [--shots 1000] [--times 10] [--rounds 3]
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { objectKeeper } from '../cloud/image-sink/dist/object-keeper.js';
import { packsSchema } from '../cloud/image-sink/dist/packs/config.js';
import { bytesInWork, PackKeeper } from '../cloud/image-sink/dist/packs/pack-keeper.js';
import { openBucket, openCatalog, parseKeyTemplate } from '../cloud/store/dist/index.js';
import { sampleShot } from '../core/dist/testing/index.js';
import { withFreshFolders } from './fresh-folder.mjs';
import { BUCKET, KEYS, startRadosgw } from './sink-s3/radosgw.mjs';
import { IMAGE_BYTES } from './sink-s3/sizes.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    shared: { ...text, default: fileURLToPath(new URL('../../shared', import.meta.url)) },
    shots: { ...text, default: '1000' },
    times: { ...text, default: '10' },
    rounds: { ...text, default: '3' },
  },
});
const shots = Number(values.shots);
const PACKS = packsSchema.parse({});
const template = parseKeyTemplate('default');
Object.assign(process.env, { AWS_ACCESS_KEY_ID: KEYS.AK, AWS_SECRET_ACCESS_KEY: KEYS.SK });

const data = randomBytes(IMAGE_BYTES);
const sha256 = createHash('sha256').update(data).digest('hex');
const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;

/** A camera's shot at 10 a second. */
function shotAt(seq) {
  const shot = sampleShot({ seq, at: BEGIN + seq * 100_000 });
  return { ...shot, image: { ...shot.image, data, sha256 } };
}

/** Keeps shots, so many in work at once: shots a second, and the CPU of each in ms. */
async function measure(keeper, { count, inWork }) {
  const all = Array.from({ length: count }, (_, seq) => shotAt(seq));
  const before = process.cpuUsage();
  const begun = performance.now();
  const worker = async () => {
    for (let shot = all.pop(); shot; shot = all.pop()) {
      const kept = await keeper.keep(shot);
      assert(kept.isNew, `${shot.id} was there`);
    }
  };
  await Promise.all(Array.from({ length: inWork }, worker));
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return { rate: count / seconds, cpuMs: (user + system) / 1_000 / count };
}

async function round(endpoint, folder, number) {
  const bucket = await openBucket(`s3://${BUCKET}/round-${number}?endpoint=${endpoint}`);
  const catalog = await openCatalog(`file:${join(folder, 'catalog.db')}`);
  const alone = objectKeeper(bucket, template);
  const packs = new PackKeeper({ ...PACKS, bucket, catalog, template, log: console });
  const singly = await measure(alone, { count: shots, inWork: 32 });
  const inWork = Math.floor(bytesInWork(PACKS) / (IMAGE_BYTES + 3_000));
  const packed = await measure(packs, { count: shots * Number(values.times), inWork });
  await packs.close();
  await Promise.all([bucket.close(), catalog.close()]);
  return { singly, packed };
}

const results = [];
await withFreshFolders(async (next) => {
  const gateway = await startRadosgw(values.shared, next());
  try {
    for (let i = 0; i <= Number(values.rounds); i++) {
      const result = await round(gateway.endpoint, next(), i);
      if (i > 0) results.push(result); // the first one warms up
    }
  } finally {
    await gateway.stop();
  }
});

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const say = (name, of) => {
  const [rate, cpuMs] = ['rate', 'cpuMs'].map((what) => median(results.map((one) => of(one)[what])));
  console.log(`${name}: ${Math.round(rate)} shots/s, ${cpuMs.toFixed(3)} ms of CPU a shot`);
};
console.log(`shots of ${IMAGE_BYTES} bytes, median of ${values.rounds} rounds`);
say('an object each, 32 in flight', ({ singly }) => singly);
say('in packs', ({ packed }) => packed);
const times = median(results.map(({ singly, packed }) => packed.rate / singly.rate));
console.log(`packs keep ${times.toFixed(1)} times as many shots a second`);
