import { writeSync } from 'node:fs';
import { openSpool } from './index.ts';
import { metaOf, payloadOf, replacementOf, SMALL } from './spool.testing.ts';

/** A process that fills a spool as fast as it can and says on stdout what it was promised, until it is killed. */
const [folder = '', prefix = ''] = process.argv.slice(2);
const spool = await openSpool(folder, { ...SMALL, maxBytes: 1 << 30, segmentBytes: 200_000 });

async function append(worker: number): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${prefix}-${worker}-${i}`;
    await spool.append(metaOf(id), payloadOf(id));
    if (i % 3 > 0) {
      spool.complete(id);
      continue;
    }
    if (i % 6 > 0) await spool.replace(metaOf(id), replacementOf(id));
    writeSync(1, `${id} ${i % 6 > 0 ? 'replaced' : 'appended'}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => append(worker)));
