import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { minuteRowSchema } from '@vedette/core/ledger';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { openBucket, shotKey } from '@vedette/store';
import { expect, test } from 'vitest';
import { countInBucket } from './bucket-minutes.ts';
import type { EdgeRow } from './compare.ts';

const AT = Date.UTC(2026, 10, 20, 22, 38, 7) * 1_000;
const MINUTE = 60_000_000;
const HOME = { site: 'home', device: 'pole=7', camera: 'Küche' };

function rowOf(minute: string, place = HOME): EdgeRow {
  return { ...place, writtenAt: 0, row: minuteRowSchema.parse({ minute, changedAt: 0 }) };
}

test('images are counted by camera and minute of capture, their descriptions are not', async () => {
  const folder = temporaryFolder();
  const put = (at: number, place: object = HOME) => {
    const file = join(folder, shotKey(sampleShot({ ...place, at })));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'x');
    writeFileSync(`${file}.json`, '{}');
  };
  put(AT);
  put(AT + 1);
  put(AT + MINUTE);
  put(AT + 60 * MINUTE);
  put(AT, { ...HOME, camera: 'other' });
  put(AT, { ...HOME, device: 'pole-8' });
  const bucket = await openBucket(`file:${folder}`, { create: false });
  const count = await countInBucket(bucket, [rowOf('2026-11-20T22:38Z'), rowOf('2026-11-20T22:39Z')]);
  expect(count(HOME, '2026-11-20T22:38Z')).toBe(2);
  expect(count(HOME, '2026-11-20T22:39Z')).toBe(1);
  expect(count(HOME, '2026-11-20T22:40Z')).toBe(0);
  expect(count({ ...HOME, camera: 'other' }, '2026-11-20T22:38Z')).toBe(1);
});
