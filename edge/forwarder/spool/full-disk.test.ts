import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { openSpool } from './open-spool.testing.ts';
import { metaOf } from './spool.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/spool/on-full-disk.testing.js', import.meta.url));

/** Runs a shell command with a small disk of its own at `folder`; the mount is seen by that command alone. */
function onSmallDisk(folder: string, command: string) {
  const mount = `mount -t tmpfs -o size=2m none ${folder}`;
  return spawnSync('unshare', ['-rm', 'sh', '-c', `${mount} && ${command}`], { encoding: 'utf8', timeout: 30_000 });
}

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

describe.skipIf(!canMount)('on a disk that another program fills (needs unshare and mount)', () => {
  test.each([
    ['many small segments', 100_000],
    ['one segment that is still written to', 16_000_000],
  ])(
    '%s: what has its receipt gives its space back, and what was refused does not come back',
    (_what, segmentBytes) => {
      const folder = temporaryFolder();
      const { stdout, stderr } = onSmallDisk(folder, `${process.execPath} ${CHILD} ${folder} ${segmentBytes}`);
      expect(stderr).toBe('');
      const { sizesLeft, refused, kept, emptyFiles, afterwards, keptOnDisk } = JSON.parse(stdout);
      expect(sizesLeft.filter((size: number) => size > 0)).toEqual([]);
      expect(emptyFiles, 'not one for each try').toBeLessThanOrEqual(1);
      expect(refused).toBeGreaterThan(0);
      expect(kept).toHaveLength(100 - refused);
      expect(afterwards).toBe('fulfilled');
      expect(keptOnDisk).toEqual([...kept, 'afterwards']);
    },
  );
});

test('where no completion can be written, segments that are done with go all the same, and it is counted', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  for (let i = 0; i < 10; i++) await spool.append(metaOf(`${i}`), Buffer.alloc(1_000));
  const segments = () => readdirSync(folder).filter((name) => name.endsWith('.segment'));
  // In the way of each segment that may be next.
  const last = Number.parseInt(segments().at(-1) ?? '', 10);
  for (let i = 1; i <= 30; i++) mkdirSync(join(folder, `${String(last + i).padStart(10, '0')}.segment`));
  for (let i = 0; i < 10; i++) spool.complete(`${i}`);
  await eventually('all but the one that is written to are gone', () => segments().length <= 31);
  expect(spool.counts().failures).toBeGreaterThan(0);
});
