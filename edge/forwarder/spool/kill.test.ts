import { fileURLToPath } from 'node:url';
import { killAfter, seededRandom, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openSpool } from './open-spool.testing.ts';
import { payloadOf, replacementOf } from './spool.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/spool/append-forever.testing.js', import.meta.url));
/** In the suite; hundreds of them take a minute: `VEDETTE_KILL_ROUNDS=500 npx vitest run edge/forwarder/spool/kill`. */
const ROUNDS = Number(process.env['VEDETTE_KILL_ROUNDS'] ?? 40);

test(`killed at ${ROUNDS} points while it appends and cleans, it has everything that it promised`, async () => {
  const folder = temporaryFolder();
  const random = seededRandom(20);
  for (let round = 0; round < ROUNDS; round++) {
    const lines = Math.ceil(random() * 20);
    const promised = await killAfter(CHILD, [folder, `${round}`], { lines, ms: random() * 40 });
    expect(promised.length).toBeGreaterThanOrEqual(lines);
    const spool = await openSpool(folder, { maxBytes: 1 << 30, segmentBytes: 200_000 });
    expect(spool.recovery.damaged).toBe(0);
    const lost: string[] = [];
    for (const promise of promised) {
      const [id = '', how] = promise.split(' ');
      const expected = how === 'replaced' ? replacementOf(id) : payloadOf(id);
      const payload = await spool.read(id);
      if (!payload?.equals(expected)) lost.push(promise);
    }
    expect(lost, `of ${promised.length} promised in round ${round}`).toEqual([]);
    for (const { id } of [...spool.entries()]) spool.complete(id);
    await spool.close();
  }
}, 600_000);
