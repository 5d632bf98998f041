// Adds shots to the catalog `argv[2]`, many at once, with names that begin with `argv[3]`, and writes each id to stdout once it
// is promised; until it is killed.
import { sampleEntry } from './entries.testing.ts';
import { openCatalog } from './open-catalog.ts';

const AT_ONCE = 60;

const [url = '', name = ''] = process.argv.slice(2);
const catalog = await openCatalog(url);
let seq = 0;

async function addForever(): Promise<never> {
  for (;;) {
    const number = seq++;
    const track = { id: String(number % 7), phase: 'best', seen: 1 + number } as const;
    const entry = sampleEntry({ seq: number, camera: `${name}${number % 3}`, device: 'shared', track });
    await catalog.add(entry);
    process.stdout.write(`${entry.id}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, addForever));
