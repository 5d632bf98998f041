import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../catalog.ts';
import { randomEntries, sampleEntry } from '../entries.testing.ts';

const HOUR_MS = 3_600_000;
const ours = { type: 'ours' };

/** What claims do in every kind of catalog; `fresh` names a place where there is none yet. */
export function claimsContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const two = async () => {
    const place = await fresh();
    const catalogs = [await place.open(), await place.open()] as const;
    for (const catalog of catalogs) onTestFinished(() => catalog.close());
    return catalogs;
  };

  describe(`claims in ${name}`, () => {
    test('a shot is for the pack that claimed it first, however often that asks', async () => {
      const [one, other] = await two();
      expect(await one.claims.claim('a.tar', ['1', '2'], HOUR_MS)).toEqual([ours, ours]);
      expect(await one.claims.claim('a.tar', ['2', '3'], HOUR_MS)).toEqual([ours, ours]);
      const held = { type: 'held', pack: 'a.tar', leftMs: expect.any(Number) };
      const answer = await other.claims.claim('b.tar', ['1', '4', '3'], HOUR_MS);
      expect(answer).toEqual([held, ours, held]);
      for (const claim of answer) {
        if (claim.type === 'held') expect(claim.leftMs).toBeGreaterThan(HOUR_MS - 60_000);
      }
    });

    test('a claim stands when its time is over, and says so', async () => {
      const [one, other] = await two();
      await one.claims.claim('a.tar', ['1'], 0);
      expect(await other.claims.claim('b.tar', ['1'], HOUR_MS)).toEqual([{ type: 'held', pack: 'a.tar', leftMs: 0 }]);
    });

    test('what is released is for whoever claims it next; only that of the pack that is named', async () => {
      const [one, other] = await two();
      await one.claims.claim('a.tar', ['1', '2'], HOUR_MS);
      await other.claims.release('b.tar', ['1']);
      await other.claims.release('a.tar', ['2', '3']);
      const answers = await other.claims.claim('b.tar', ['1', '2'], HOUR_MS);
      expect(answers.map(({ type }) => type)).toEqual(['held', 'ours']);
    });

    test('what the catalog has is stored, and its claim is forgotten', async () => {
      const [one, other] = await two();
      const entry = { ...sampleEntry(), key: 'Küche/a.tar/b.jpg' };
      await one.claims.claim('Küche/a.tar', [entry.id], HOUR_MS);
      await one.add(entry);
      expect(await other.claims.claim('b.tar', [entry.id], HOUR_MS)).toEqual([{ type: 'stored', key: entry.key }]);
      await one.remove([entry.id]);
      expect(await other.claims.claim('b.tar', [entry.id], HOUR_MS)).toEqual([ours]);
    });

    test('what was removed or forgotten is claimed by nobody', async () => {
      const [one, other] = await two();
      const entries = [sampleEntry(), sampleEntry()] as const;
      const [removed, forgotten] = entries.map(({ id }) => [id]) as [string[], string[]];
      await one.claims.claim('a.tar', [...removed, ...forgotten], HOUR_MS);
      await Promise.all(entries.map((entry) => one.add(entry)));
      expect(await one.remove(removed)).toBe(1);
      expect(await one.forget(forgotten)).toBe(1);
      expect(await other.claims.claim('b.tar', [...removed, ...forgotten], HOUR_MS)).toEqual([ours, ours]);
    });

    test('of two that claim many at once, each has the others', async () => {
      const [one, other] = await two();
      const ids = randomEntries(1_200, 5).map(({ id }) => id);
      const [first, second] = await Promise.all([
        one.claims.claim('a.tar', ids, HOUR_MS),
        other.claims.claim('b.tar', ids.toReversed(), HOUR_MS),
      ]);
      for (const [i, claim] of second.toReversed().entries()) {
        expect([first[i]?.type, claim.type].toSorted()).toEqual(['held', 'ours']);
      }
    });

    test('any key will do', async () => {
      const [one, other] = await two();
      for (const odd of ["'", '\\', '😀'.repeat(100), '"']) {
        await one.claims.claim(odd, [odd], 0);
        expect(await other.claims.claim('b.tar', [odd], 0)).toEqual([{ type: 'held', pack: odd, leftMs: 0 }]);
      }
    });
  });
}
