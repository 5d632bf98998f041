import { eventually } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../catalog.ts';

const HOUR_MS = 3_600_000;

/** What leases do in every kind of catalog; `fresh` names a place where there is none yet. */
export function leasesContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const two = async () => {
    const place = await fresh();
    const catalogs = [await place.open(), await place.open()] as const;
    for (const catalog of catalogs) onTestFinished(() => catalog.close());
    return [catalogs[0].leases, catalogs[1].leases] as const;
  };

  describe(`leases in ${name}`, () => {
    test('one has it, and all others are told who and for how long', async () => {
      const [one, other] = await two();
      expect(await one.take('sweep', 'one', HOUR_MS)).toEqual({ isOurs: true, holder: 'one', leftMs: HOUR_MS });
      const refused = await other.take('sweep', 'other', HOUR_MS);
      expect(refused).toMatchObject({ isOurs: false, holder: 'one' });
      expect(refused.leftMs).toBeGreaterThan(HOUR_MS - 60_000);
      expect(refused.leftMs).toBeLessThanOrEqual(HOUR_MS);
      expect(await other.take('another', 'other', HOUR_MS)).toMatchObject({ isOurs: true });
    });

    test('who has it may take it for longer, or for less', async () => {
      const [one, other] = await two();
      for (const ms of [1_000, 2 * HOUR_MS, HOUR_MS]) {
        expect(await one.take('sweep', 'one', ms)).toMatchObject({ isOurs: true, leftMs: ms });
      }
      expect((await other.take('sweep', 'other', 1)).leftMs).toBeGreaterThan(HOUR_MS - 60_000);
    });

    test('when it is over, another one takes it, and the one before does not get it back', async () => {
      const [one, other] = await two();
      await one.take('sweep', 'one', 50);
      await eventually('it is over', async () => (await other.take('sweep', 'other', HOUR_MS)).isOurs);
      expect(await one.take('sweep', 'one', HOUR_MS)).toMatchObject({ isOurs: false, holder: 'other' });
    });

    test('given back, it is free; what another one has cannot be given back', async () => {
      const [one, other] = await two();
      await one.take('sweep', 'one', HOUR_MS);
      await other.release('sweep', 'other');
      expect(await other.take('sweep', 'other', 1)).toMatchObject({ isOurs: false });
      await one.release('sweep', 'one');
      expect(await other.take('sweep', 'other', HOUR_MS)).toMatchObject({ isOurs: true });
    });

    test('of many who ask at once, again and again, one gets it', async () => {
      const both = await two();
      for (let round = 0; round < 5; round++) {
        const asked = Array.from({ length: 20 }, (_, i) => both[i % 2]?.take(`round ${round}`, `no. ${i}`, HOUR_MS));
        const answers = await Promise.all(asked);
        const winner = answers.findIndex((lease) => lease?.isOurs);
        expect(new Set(answers.map((lease) => lease?.holder))).toEqual(new Set([`no. ${winner}`]));
        expect(answers.filter((lease) => lease?.isOurs)).toHaveLength(1);
      }
    });

    test('any name will do', async () => {
      const [one, other] = await two();
      for (const odd of ['\0', "'", '\\', '\ud800', '😀'.repeat(100)]) {
        await one.take(odd, odd, HOUR_MS);
        expect(await other.take(odd, 'other', 1)).toMatchObject({ isOurs: false, holder: odd });
      }
    });
  });
}
