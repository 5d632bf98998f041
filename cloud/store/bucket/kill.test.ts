import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openDirectoryBucket } from './directory-bucket.ts';
import { bodyOf, descriptionOf } from './objects.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/bucket/put-forever.testing.js', import.meta.url));
const ROUNDS = 20;
const MAX_MS = 150;

/** Lets a process put objects until `ms` after its first promise, kills it, and returns the keys that it promised. */
async function putAndKill(folder: string, prefix: string, ms: number): Promise<string[]> {
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

/** Paths of the files under a folder that are no part of what they should be. */
function partsIn(folder: string, prefix: string): string[] {
  return readdirSync(join(folder, prefix), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => {
      const key = path.replace(/\.json$/, '');
      const whole = key === path ? bodyOf(key) : Buffer.from(descriptionOf(key));
      return !readFileSync(join(folder, path)).equals(whole);
    });
}

test(`killed at ${ROUNDS} points while it puts many at once, a bucket has all that was promised, and no parts`, async () => {
  const folder = join(temporaryFolder(), 'bucket');
  let promises = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const prefix = `round=${round}`;
    const promised = await putAndKill(folder, prefix, Math.random() * MAX_MS);
    promises += promised.length;
    expect(partsIn(folder, prefix)).toEqual([]);
    const bucket = await openDirectoryBucket(folder, { create: true });
    expect(readdirSync(join(folder, '.tmp')), 'files in the making, after the next start').toEqual([]);
    for (const key of promised) {
      expect((await bucket.get(key))?.equals(bodyOf(key)), key).toBe(true);
      expect((await bucket.get(`${key}.json`))?.toString()).toBe(descriptionOf(key));
    }
    await bucket.close();
  }
  expect(promises).toBeGreaterThan(ROUNDS);
});
