import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@vedette/core/observe';
import { openSpool } from '../spool/index.ts';
import { metaOf, payloadOf, SMALL } from '../spool/spool.testing.ts';
import { openLedger } from './index.ts';

/**
 * A process that takes payloads in and ends them as fast as it can, eight at a time, until it is killed. Before each one it
 * says on stdout what it is about to take in. Each other one is dropped first, and when it is back, it says so.
 */
const [folder = '', prefix = ''] = process.argv.slice(2);
const spool = await openSpool(join(folder, 'spool'), { ...SMALL, maxBytes: 1 << 30, segmentBytes: 200_000 });
const log = createLogger({ level: 'silent', format: 'json' });
const ledger = await openLedger({ folder: join(folder, 'ledger'), spool, log, maxLines: 100 });

async function work(worker: number): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${prefix}-${worker}-${i}`;
    writeSync(1, `${id}\n`);
    const meta = metaOf(id, { at: i * 10_000_000, camera: `cam${worker}` });
    await spool.append(meta, payloadOf('x'));
    ledger.received(meta);
    await new Promise(setImmediate);
    if (i % 2 === 1) {
      ledger.settled(id, 'dropped', 'spool-full');
      spool.complete(id);
      await spool.append(meta, payloadOf('x'));
      ledger.received(meta);
      writeSync(1, `${id}-back\n`);
      await new Promise(setImmediate);
    }
    ledger.settled(id, 'stored');
    spool.complete(id);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
