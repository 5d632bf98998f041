import { deviceLedgerSchema } from '@vedette/core/ledger';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Catalog } from './catalog.ts';
import { everyPage } from './counts.testing.ts';
import { addAll, BEGIN, type SampleEntry, sampleEntry } from './entries.testing.ts';

/** Does `work` while the clock stands at a time, in µs since the epoch. */
async function at(micros: number, work: () => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: micros / 1_000 });
  try {
    await work();
  } finally {
    vi.useRealTimers();
  }
}

/** The books in every kind of catalog, and what it says of shots that were forgotten; `fresh` names a place where there is none yet. */
export function booksContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const empty = async () => {
    const catalog = await (await fresh()).open();
    onTestFinished(() => catalog.close());
    return catalog;
  };

  describe(`books in ${name}`, () => {
    test('the books: of each minute what changed last, whatever comes last', async () => {
      const catalog = await empty();
      const report = (changedAt: number, stored: number, over: object = {}) =>
        deviceLedgerSchema.parse({
          ...{ v: 1, site: 'home', device: 'pole', at: changedAt },
          cameras: ['cam0', 'cam1'].map((camera) => ({
            ...{ camera, ...over },
            minutes: ['22:38', '22:39'].map((time) => ({
              ...{ minute: `2026-11-20T${time}Z`, changedAt, received: 9, stored, dropped: { 'too-old': 1 } },
            })),
          })),
        });
      const [early, late] = [report(1_000, 3), report(2_000, 8)];
      for (const ledger of [late, early, late]) await catalog.keepLedger('edge', ledger);
      await catalog.keepLedger('cloud', early);
      await catalog.keepLedger('edge', report(1_000, 1, { site: 'away', device: 'other' }));
      const all = await everyPage((cursor) => catalog.ledger({ limit: 3, cursor }));
      expect(all).toHaveLength(12);
      const row = late.cameras[0]?.minutes[0];
      expect(all).toContainEqual({ side: 'edge', site: 'home', device: 'pole', camera: 'cam0', row });
      const from = Date.UTC(2026, 10, 20, 22, 39) * 1_000;
      const some = await catalog.ledger({ from, device: 'other' });
      expect(some.items.map((item) => [item.site, item.camera, item.row.minute])).toEqual([
        ['away', 'cam0', '2026-11-20T22:39Z'],
        ['away', 'cam1', '2026-11-20T22:39Z'],
      ]);
      expect((await catalog.ledger({ to: from })).items).toHaveLength(6);
    });

    test('the books of several who count the same minutes are added up', async () => {
      const catalog = await empty();
      const counted = (changedAt: number, stored: number, rejectedBy: Record<string, number>, times = 1) =>
        deviceLedgerSchema.parse({
          ...{ v: 1, site: 'home', device: 'pole', at: changedAt },
          cameras: [
            {
              camera: 'cam0',
              minutes: Array(times).fill({ minute: '2026-11-20T22:38Z', changedAt, stored, rejectedBy }),
            },
            { camera: 'cam1', minutes: [{ minute: '2026-11-20T22:39Z', changedAt, stored: 1 }] },
          ],
        });
      await catalog.keepLedger('cloud', counted(1_000, 3, { text: 1 }), 'one');
      await catalog.keepLedger('cloud', counted(2_000, 5, { text: 2, '\0': 4 }, 3), 'other');
      await catalog.keepLedger('cloud', counted(3_000, 4, { text: 1 }), 'one');
      await catalog.keepLedger('edge', counted(1_000, 9, {}));
      const all = await everyPage((cursor) => catalog.ledger({ limit: 1, cursor }));
      expect(all.map(({ side, camera, row }) => [row.minute, camera, side, row.changedAt, row.stored])).toEqual([
        ['2026-11-20T22:38Z', 'cam0', 'cloud', 3_000, 9],
        ['2026-11-20T22:38Z', 'cam0', 'edge', 1_000, 9],
        ['2026-11-20T22:39Z', 'cam1', 'cloud', 3_000, 2],
        ['2026-11-20T22:39Z', 'cam1', 'edge', 1_000, 1],
      ]);
      expect(all[0]?.row.rejectedBy).toEqual({ text: 3, other: 4 });
    });

    test('a camera that the books know stays when its last shot is removed', async () => {
      const catalog = await empty();
      const entry = sampleEntry();
      const { site, device, camera } = entry;
      const minutes = [{ minute: '2026-11-20T22:38Z', changedAt: 1, received: 1 }];
      await catalog.keepLedger(
        'edge',
        deviceLedgerSchema.parse({ v: 1, site, device, at: 1, cameras: [{ camera, minutes }] }),
      );
      expect(await catalog.cameras()).toEqual([{ site, device, camera, shots: 0, bytes: 0 }]);
      await catalog.add(entry);
      await catalog.remove([entry.id]);
      expect(await catalog.cameras()).toEqual([{ site, device, camera, shots: 0, bytes: 0 }]);
      expect((await catalog.ledger({ camera })).items).toHaveLength(1);
    });

    test('what was captured before a time goes, and cameras of which nothing is left', async () => {
      const catalog = await empty();
      const shot = sampleEntry({ camera: 'seen' });
      await catalog.add(shot);
      const { site, device } = shot;
      const times = Array.from({ length: 150 }, (_, i) => new Date(BEGIN / 1_000 + i * 60_000).toISOString());
      const minutes = times.map((time) => ({ minute: `${time.slice(0, 16)}Z`, changedAt: 1, received: 1 }));
      const cameras = [
        { camera: 'old', minutes: minutes.slice(0, 100) },
        { camera: 'seen', minutes: minutes.slice(0, 50) },
        { camera: 'young', minutes },
      ];
      const ledger = deviceLedgerSchema.parse({ v: 1, site, device, at: 1, cameras });
      await at(BEGIN, async () => {
        await catalog.keepLedger('edge', ledger);
        await catalog.keepLedger('cloud', ledger, 'a sink');
      });
      const before = BEGIN + 130 * 60_000_000;
      let calls = 1;
      while (await catalog.trimLedger(before)) calls += 1;
      expect(calls).toBe(3);
      const { items } = await catalog.ledger({ limit: 1_000 });
      expect(items.map(({ side, camera, row }) => `${side} ${camera} ${row.minute}`).sort()).toEqual(
        ['cloud', 'edge'].flatMap((side) => minutes.slice(130).map(({ minute }) => `${side} young ${minute}`)),
      );
      expect((await catalog.cameras()).map(({ camera }) => camera)).toEqual(['seen', 'young']);
      expect(await catalog.trimLedger(before)).toBe(false);
    });

    test('of a board in 1970 go the books that were written before a time', async () => {
      const catalog = await empty();
      const report = (camera: string, received: number) => {
        const minutes = [{ minute: '1970-01-01T00:01Z', changedAt: received, received }];
        const cameras = [{ camera, minutes }];
        return deviceLedgerSchema.parse({ v: 1, site: 'home', device: 'board', at: 1, cameras });
      };
      const DAY = 86_400_000_000;
      await at(BEGIN, () => catalog.keepLedger('edge', report('old', 1)));
      await at(BEGIN, () => catalog.keepLedger('edge', report('changed', 1)));
      await at(BEGIN + DAY, () => catalog.keepLedger('edge', report('changed', 2)));
      await at(BEGIN + DAY, () => catalog.keepLedger('cloud', report('young', 1), 'a sink'));
      while (await catalog.trimLedger(BEGIN + 1));
      expect((await catalog.ledger()).items.map(({ camera }) => camera).sort()).toEqual(['changed', 'young']);
      while (await catalog.trimLedger(BEGIN + 2 * DAY));
      expect((await catalog.ledger()).items).toEqual([]);
    });

    test('what is forgotten is removed, and counted once by camera and minute', async () => {
      const catalog = await empty();
      const MINUTE = 60_000_000;
      const [a, b, c, d] = [0, 1, MINUTE, 2 * MINUTE].map((micros, seq) =>
        sampleEntry({ at: BEGIN + micros, camera: seq === 1 ? 'odd \\ \ud800' : 'door' }),
      ) as [SampleEntry, SampleEntry, SampleEntry, SampleEntry];
      await addAll(catalog, [a, b, c, d]);
      expect(await catalog.forget([a.id, b.id])).toBe(2);
      expect(await catalog.forget([a.id, c.id])).toBe(1);
      expect(await catalog.remove([d.id])).toBe(1);
      await catalog.add({ ...a, at: BEGIN + 5 });
      expect(await catalog.forget([a.id])).toBe(1);
      const minute = (camera: string, time: string, shots: number) => ({
        ...{ site: a.site, device: a.device, camera, minute: `2026-11-20T22:0${time}Z`, shots },
      });
      const all = [minute('door', '0', 2), minute(b.camera, '0', 1), minute('door', '1', 1)];
      expect(await catalog.forgotten()).toEqual(all);
      expect(await catalog.forgotten({ camera: b.camera })).toEqual([all[1]]);
      expect(await catalog.forgotten({ from: BEGIN + 1, to: BEGIN + 2 * MINUTE })).toEqual([all[2]]);
      expect(await catalog.forgotten({ site: 'nowhere' })).toEqual([]);
      expect((await catalog.shots()).items).toEqual([]);
      expect((await catalog.cameras()).map(({ camera, shots }) => [camera, shots])).toEqual([
        ['door', 0],
        [b.camera, 0],
      ]);
      await catalog.add(d);
      expect((await catalog.cameras()).map(({ shots }) => shots)).toEqual([1, 0]);
    });
  });
}
