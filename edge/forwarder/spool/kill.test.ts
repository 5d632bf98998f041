import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openSpool } from './open-spool.testing.ts';
import { payloadOf, replacementOf } from './spool.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/spool/append-forever.testing.js', import.meta.url));
/** In the suite; hundreds of them take a minute: `VEDETTE_KILL_ROUNDS=500 npx vitest run edge/forwarder/spool/kill`. */
const ROUNDS = Number(process.env['VEDETTE_KILL_ROUNDS'] ?? 40);

/** Lets a process append until `ms` after its first promise, kills it, and returns what it was promised. */
async function appendAndKill(folder: string, prefix: string, ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, folder, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(ms);
  child.kill('SIGKILL');
  const [, signal] = await closed;
  expect(signal, 'it was killed, not ended by itself').toBe('SIGKILL');
  return output.split('\n').slice(0, -1);
}

test(`killed at ${ROUNDS} points while it appends and cleans, it has everything that it promised`, async () => {
  const folder = temporaryFolder();
  const random = seededRandom(20);
  let promises = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const promised = await appendAndKill(folder, `${round}`, random() * 40);
    promises += promised.length;
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
  expect(promises).toBeGreaterThan(ROUNDS);
}, 600_000);
