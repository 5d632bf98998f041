import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { killAfter, seededRandom, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { openDirectoryBucket } from './directory-bucket.ts';
import { bodyOf, descriptionOf } from './objects.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/bucket/put-forever.testing.js', import.meta.url));
const ROUNDS = 20;
/** Of the keys that are promised before a kill: two groups, which each take some of the milliseconds. */
const MAX_PROMISED = 80;
const MAX_MS = 40;

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
  const random = seededRandom(17);
  for (let round = 0; round < ROUNDS; round++) {
    const prefix = `round=${round}`;
    const lines = Math.ceil(random() * MAX_PROMISED);
    const promised = await killAfter(CHILD, [folder, prefix], { lines, ms: random() * MAX_MS });
    expect(promised.length).toBeGreaterThanOrEqual(lines);
    expect(partsIn(folder, prefix)).toEqual([]);
    const bucket = await openDirectoryBucket(folder, { create: true });
    expect(readdirSync(join(folder, '.tmp')), 'files in the making, after the next start').toEqual([]);
    for (const key of promised) {
      expect((await bucket.get(key))?.equals(bodyOf(key)), key).toBe(true);
      expect((await bucket.get(`${key}.json`))?.toString()).toBe(descriptionOf(key));
    }
    await bucket.close();
  }
}, 90_000);
