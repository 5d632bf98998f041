import { sampleShot } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { allOf, expectCountsToFollow } from './counts.testing.ts';
import { addAll, entryOf, randomEntries, sampleEntry } from './entries.testing.ts';

export interface FreshCatalog {
  /** Opens it; the first one makes it. */
  open(): Promise<Catalog>;
  /** A statement behind its back. */
  run(sql: string): Promise<unknown>;
}

/** What every kind of catalog does; `fresh` names a place where there is none yet. */
export function catalogContract(name: string, fresh: () => Promise<FreshCatalog>) {
  const opened = async (place: FreshCatalog) => {
    const catalog = await place.open();
    onTestFinished(() => catalog.close());
    return catalog;
  };
  const empty = async () => opened(await fresh());

  describe(`${name} is a catalog`, () => {
    test('what is said of a shot comes back whole', async () => {
      const catalog = await empty();
      const { image, ...hidden } = sampleShot({ redaction: { face: 'none' } });
      const { v, id, site, device, camera, session, seq, at, clock, software } = sampleShot();
      const entries = [
        sampleEntry(),
        entryOf(hidden),
        entryOf({ v, id, site, device, camera, session, seq, at, clock, software, image, kind: 'frame' }),
        { ...sampleEntry(), ofALaterVersion: { nested: ['\0', '\ud800', 1e-7, null] } },
      ];
      expect(await addAll(catalog, entries)).toEqual(entries.map(() => 'added'));
      for (const entry of entries) expect(await catalog.shot(entry.id)).toEqual(entry);
      await expectCountsToFollow(catalog);
    });

    test('numbers at their limits come back as they were', async () => {
      const catalog = await empty();
      const most = Number.MAX_SAFE_INTEGER;
      const entries = [
        { ...sampleEntry({ at: 0, seq: 0, score: 0, track: { id: '', phase: 'first', seen: most } }), storedAt: 0 },
        { ...sampleEntry({ at: most, seq: most, score: 1 }), storedAt: most },
        sampleEntry({ score: Number.MIN_VALUE, box: [-1e308, 1e308, 5e-324, 0] }),
        sampleEntry({ score: 0.1 + 0.2, quality: { sharpness: 1e300, area: 1, pose: 0 } }),
      ];
      await addAll(catalog, entries);
      for (const entry of entries) expect(await catalog.shot(entry.id)).toEqual(entry);
      expect((await catalog.cameras())[0]).toMatchObject({ firstAt: 0, lastAt: most });
      expect((await catalog.shots({ from: most })).items).toHaveLength(1);
      expect((await catalog.shots({ minScore: 0.1 + 0.2 })).items.map(({ id }) => id)).toContain(entries[3]?.id);
      await expectCountsToFollow(catalog);
    });

    test('the first to add a shot has added it for all', async () => {
      const place = await fresh();
      const [catalog, other] = [await opened(place), await opened(place)];
      const entry = sampleEntry();
      expect(await addAll(catalog, [entry, { ...entry, camera: 'another' }])).toEqual(['added', 'present']);
      expect(await other.add({ ...entry, label: 'another' } as typeof entry)).toBe('present');
      expect(await other.shot(entry.id)).toEqual(entry);
      await expectCountsToFollow(catalog);
    });

    test('it tells under which keys shots lie', async () => {
      const catalog = await empty();
      const entries = [sampleEntry(), { ...sampleEntry(), key: 'Küche/100%/a b.jpg' }, sampleEntry()];
      await addAll(catalog, entries);
      const asked = [...entries, sampleEntry(), { id: 'a\0b', key: '' }, ...entries];
      const keys = await Promise.all(asked.map(({ id }) => catalog.keyOf(id)));
      const expected = entries.map(({ key }) => key);
      expect(keys).toEqual([...expected, undefined, undefined, ...expected]);
    });

    test('what is no stored shot is refused, and those beside it are added', async () => {
      const catalog = await empty();
      const bad = [
        { ...sampleEntry(), id: 'x' },
        { ...sampleEntry(), site: 'a\0b' },
        { ...sampleEntry(), at: 2 ** 53 },
        { ...sampleEntry(), at: -1 },
        { ...sampleEntry(), score: Number.NaN },
        { ...sampleEntry(), key: '../x' },
        { ...sampleEntry(), image: { ...sampleEntry().image, bytes: 2 ** 53 - 1 } } as CatalogEntry,
        { ...sampleEntry(), label: 'x'.repeat(101) },
      ];
      const good = bad.map(() => sampleEntry());
      const settled = await Promise.allSettled(
        bad.flatMap((entry, i) => [catalog.add(entry), catalog.add(good[i] ?? entry)]),
      );
      for (const [i, outcome] of settled.entries()) {
        if (i % 2) expect(outcome).toEqual({ status: 'fulfilled', value: 'added' });
        else expect(outcome).toMatchObject({ reason: { name: 'BadInputError', reason: 'entry' } });
      }
      await expectCountsToFollow(catalog);
    });

    test.each([
      { limit: 0 },
      { limit: 1_001 },
      { limit: 1.5 },
      { from: 0.5 },
      { session: 's1' },
      { to: Number.POSITIVE_INFINITY },
      { cursor: 'nonsense' },
      { cursor: '' },
      { cursor: Buffer.from('["a","b"]').toString('base64url') },
      { cursor: Buffer.from('[1e300,"b"]').toString('base64url') },
    ])('%j is no part of a question', async (query) => {
      const catalog = await empty();
      await catalog.add(sampleEntry());
      for (const ask of [catalog.shots(query), catalog.tracks(query), catalog.ledger(query)]) {
        await expect(ask).rejects.toMatchObject({ name: 'BadInputError' });
      }
    });

    test('what is removed leaves nothing behind, and the rest as it was', async () => {
      const catalog = await empty();
      const entries = randomEntries(600, 13);
      await addAll(catalog, entries);
      const gone = entries.filter((_, i) => i % 3 !== 0).map(({ id }) => id);
      expect(await catalog.remove([...gone, ...gone, "no ' id"])).toBe(gone.length);
      expect(await catalog.shot(gone[0] ?? '')).toBeUndefined();
      await expectCountsToFollow(catalog);
      expect(await catalog.remove(entries.map(({ id }) => id))).toBe(200);
      const none = { shots: [], devices: [], cameras: [], labels: [], models: [], tracks: [], hours: [] };
      expect(await allOf(catalog)).toEqual(none);
      await addAll(catalog, entries.slice(0, 50));
      await expectCountsToFollow(catalog);
    });

    test('keys come in the order of their bytes', async () => {
      const catalog = await empty();
      const names = ['z', 'Z', 'é', 'a b', 'a', '\uffee', '日', '-'];
      const entries = names.map((name) => ({ ...sampleEntry(), key: `x/${name}.jpg` }));
      await addAll(catalog, entries);
      const sorted = entries.map(({ key }) => key).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect((await catalog.keys('', 100)).map(({ key }) => key)).toEqual(sorted);
      expect((await catalog.keys(sorted[2] ?? '', 2)).map(({ key }) => key)).toEqual(sorted.slice(3, 5));
    });

    test('of several that make it at once one does, and all can use it', async () => {
      const place = await fresh();
      const catalogs = await Promise.all(Array.from({ length: 5 }, () => opened(place)));
      const entries = randomEntries(200, 17);
      const outcomes = await Promise.all(entries.flatMap((entry) => catalogs.map((catalog) => catalog.add(entry))));
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(entries.length);
      for (const catalog of catalogs) await expectCountsToFollow(catalog);
    });

    test('one of a later version is left alone', async () => {
      const place = await fresh();
      await (await place.open()).close();
      await place.run("insert into catalog_migrations (name, timestamp) values ('9999-later', '')");
      await expect(place.open()).rejects.toMatchObject({
        name: 'ResourceError',
        message: expect.stringContaining('later version'),
      });
    });

    test('a close waits for what was begun, and nothing can be done after it', async () => {
      const place = await fresh();
      const catalog = await place.open();
      const added = addAll(catalog, randomEntries(20, 19));
      await catalog.close();
      expect(await added).toHaveLength(20);
      await expect(catalog.add(sampleEntry())).rejects.toMatchObject({ name: 'ResourceError' });
      await expect(catalog.shots()).rejects.toMatchObject({ name: 'ResourceError' });
      expect((await (await opened(place)).shots()).items).toHaveLength(20);
    });
  });
}
