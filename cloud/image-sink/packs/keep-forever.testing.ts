// Keeps numbered shots in packs, and those alone whose image is whole, as one in eight is, in the bucket `argv[2]` with the catalog `argv[3]`, from the number `argv[4]` on, round and
// round, many at once. Writes each shot's id and key to stdout once it has what a receipt says; until it is killed.
import { openBucket, openCatalog, parseKeyTemplate } from '@vedette/store';
import { MAX_BYTES, NUMBERED_SHOTS, numberedShot } from './numbered-shot.testing.ts';
import { PackKeeper } from './pack-keeper.ts';

const AT_ONCE = 60;

const [bucketUrl = '', catalogUrl = '', begin = '0'] = process.argv.slice(2);
const bucket = await openBucket(bucketUrl);
const catalog = await openCatalog(catalogUrl);
const template = parseKeyTemplate('default');
const keeper = new PackKeeper({
  ...{ bucket, catalog, template, log: console },
  ...{ maxBytes: MAX_BYTES, maxSeconds: 0.02, leaseMs: 50 },
});
let next = Number(begin);

async function keepForever(): Promise<never> {
  for (;;) {
    const shot = numberedShot(next++ % NUMBERED_SHOTS, (next + Number(begin)) % 8 === 0);
    const kept = await keeper.keep(shot, await catalog.keyOf(shot.id));
    if (kept === 'conflict') throw new Error(`another one is stored as ${shot.id}`);
    await catalog.add(kept.entry);
    process.stdout.write(`${shot.id} ${kept.key}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, keepForever));
