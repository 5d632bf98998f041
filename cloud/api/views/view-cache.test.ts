import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { ViewCache } from './view-cache.ts';

const picture = (bytes: number) => ({ data: Buffer.alloc(bytes, 1), type: 'image/webp' });

function open(over: { maxBytes?: number; maxAgeMs?: number } = {}) {
  const folder = join(temporaryFolder(), 'views');
  return { folder, cache: new ViewCache({ folder, maxBytes: 1_000, maxAgeMs: 60_000, ...over }) };
}

test('what was put is there, until there is more than there is room for: then the oldest go', async () => {
  const { folder, cache } = open();
  for (const name of ['a', 'b', 'c']) await cache.put('id', name, picture(400));
  expect(await cache.get('id', 'a')).toBeUndefined();
  expect(await cache.get('id', 'c')).toEqual(picture(400));
  expect(readdirSync(folder)).toEqual(['id-b', 'id-c']);
  await cache.forget('id');
  expect(readdirSync(folder)).toEqual([]);
});

test('what has had its time is there no more', async () => {
  const { folder, cache } = open({ maxAgeMs: 50 });
  await cache.put('id', 'a', picture(1));
  await eventually('it is too old', async () => (await cache.get('id', 'a')) === undefined);
  await cache.put('id', 'b', picture(1));
  expect(readdirSync(folder)).toEqual(['id-b']);
});

test('a folder that is gone costs no more than the time to make them again', async () => {
  const { folder, cache } = open();
  await cache.put('id', 'a', picture(1));
  rmSync(folder, { recursive: true });
  await cache.put('id', 'b', picture(1));
  expect([await cache.get('id', 'a'), await cache.get('id', 'b')]).toEqual([undefined, undefined]);
});
