import { fileURLToPath } from 'node:url';
import { type KillMoment, killAfter } from '@vedette/core/testing';
import { expect } from 'vitest';
import type { Catalog } from './catalog.ts';
import { allOf, expectCountsToFollow } from './counts.testing.ts';

const CHILD = fileURLToPath(new URL('../dist/catalog/add-forever.testing.js', import.meta.url));
/** In the suite; more of them with VEDETTE_KILL_ROUNDS. */
const ROUNDS = Number(process.env['VEDETTE_KILL_ROUNDS'] ?? 3);
const MOST = { lines: 300, ms: 20 };

/** Kills two processes that write to one catalog, some times: it has all that was promised, and each batch whole. */
export async function expectKillsToDoNoHarm(url: string, catalog: Catalog): Promise<void> {
  let promises = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const writers = ['one', 'other'].map((name) => killAfter(CHILD, [url, name], randomMoment()));
    const promised = (await Promise.all(writers)).flat();
    promises += promised.length;
    const { shots } = await allOf(catalog);
    const there = new Set(shots.map(({ id }) => id));
    expect(promised.filter((id) => !there.has(id))).toEqual([]);
    await expectCountsToFollow(catalog);
  }
  expect(promises).toBeGreaterThan(ROUNDS);
}

function randomMoment(): KillMoment {
  return { lines: 1 + Math.floor(Math.random() * MOST.lines), ms: Math.random() * MOST.ms };
}
