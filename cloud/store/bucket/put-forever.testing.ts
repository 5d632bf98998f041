// Puts objects of many sizes into the bucket `argv[2]` under keys that begin with `argv[3]`, many at once, and writes each
// key to stdout once it is promised; until it is killed.
import { openDirectoryBucket } from './directory-bucket.ts';
import { bodyOf, descriptionOf } from './objects.testing.ts';

const AT_ONCE = 40;

const [folder = '', prefix = ''] = process.argv.slice(2);
const bucket = await openDirectoryBucket(folder, { create: true });
let next = 0;

async function putForever(): Promise<never> {
  for (;;) {
    const number = next++;
    const key = `${prefix}/hour=${number % 3}/${number}`;
    await bucket.putIfAbsent(key, bodyOf(key), { contentType: 'image/jpeg', describe: () => descriptionOf(key) });
    process.stdout.write(`${key}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, putForever));
