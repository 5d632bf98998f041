import { deviceLedgerSchema } from '@vedette/core/ledger';
import { sampleShot, seededRandom } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog, CatalogEntry, CatalogShot, ShotQuery } from './catalog.ts';
import { allOf, everyPage, expectCountsToFollow } from './counts.testing.ts';
import { BEGIN, entryOf, randomEntries, type SampleEntry, sampleEntry } from './entries.testing.ts';

const HOUR = 3_600_000_000;

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
  const addAll = (catalog: Catalog, entries: Parameters<Catalog['add']>[0][]) =>
    Promise.all(entries.map((entry) => catalog.add(entry)));

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

    test('any name is found again, and no other one', async () => {
      const catalog = await empty();
      const names = [
        ...['\'"; drop table shots; --', '%', '_', '\\', '\\\\', '\\u0000', '$1', '?', ':x', '..', '😀', '日本'],
        ...[
          'é',
          'e\u0301',
          'x'.repeat(300),
          '😀'.repeat(150),
          '\ud800',
          '\udc00',
          '\ud800\ud801',
          '\ufffd',
          ' ',
          'A',
          'a',
        ],
        ...Array.from({ length: 3 }, (_, i) => String.fromCharCode(0xd800 + i).repeat(300)),
      ];
      const entries = names.map((name) => sampleEntry({ site: name, device: name, camera: name }));
      await addAll(catalog, entries);
      for (const [i, name] of names.entries()) {
        for (const place of [{ site: name }, { device: name }, { camera: name }]) {
          expect((await catalog.shots(place)).items, JSON.stringify(place)).toEqual([entries[i]]);
        }
      }
      await expectCountsToFollow(catalog);
    });

    test('however many names there are, a question takes them all', async () => {
      const catalog = await empty();
      const entries = Array.from({ length: 1_100 }, (_, i) =>
        sampleEntry({ at: BEGIN + i, site: 'barn', camera: `c${i}`, label: `l${i}`, session: 's', track: undefined }),
      );
      const [other] = [sampleEntry({ site: 'home' })];
      await addAll(catalog, [...entries, other]);
      for (const query of [{ site: 'barn' }, { kind: 'face' }, { site: 'barn', kind: 'face' }] as const) {
        const ids = (await catalog.shots({ ...query, order: 'oldest', limit: 1_000 })).items.map(({ id }) => id);
        expect(ids).toEqual(entries.slice(0, 1_000).map(({ id }) => id));
      }
      expect(await catalog.hours({ site: 'barn' })).toHaveLength(1_100);
    });

    test('any label, track, session and model is found again, NUL and all', async () => {
      const catalog = await empty();
      const names = ['\0', 'a\0b', 'a', '\\u0000', '\ud800', '', "'", '😀'.repeat(25), '\0'.repeat(64)];
      const entries = names.map((name) =>
        sampleEntry({
          ...{ label: name || 'none', session: name || 'none', track: { id: name, phase: 'best', seen: 1 } },
          model: { name, sha256: 'a'.repeat(64), provider: name.slice(0, 50) },
        }),
      );
      await addAll(catalog, entries);
      for (const [i, name] of names.entries()) {
        for (const query of [{ label: name || 'none' }, { track: name }, { track: name, session: name || 'none' }]) {
          expect((await catalog.shots(query)).items, JSON.stringify(query)).toEqual([entries[i]]);
        }
      }
      await expectCountsToFollow(catalog);
    });

    test('any question has the answer that looking through all shots has', async () => {
      const catalog = await empty();
      const entries = randomEntries(300, 7);
      await addAll(catalog, entries);
      await expectCountsToFollow(catalog);
      const random = seededRandom(11);
      for (let round = 0; round < 50; round++) {
        const query = randomQuery(random, entries);
        const expected = entries.filter((entry) => matches(entry, query)).sort(byTime(query.order));
        const found = await everyPage((cursor) => catalog.shots({ ...query, cursor }));
        expect(
          found.map(({ id }) => id),
          JSON.stringify(query),
        ).toEqual(expected.map(({ id }) => id));
      }
    });

    test('a page stays where it is while shots are added', async () => {
      const catalog = await empty();
      const entries = randomEntries(50, 3);
      await addAll(catalog, entries);
      const first = await catalog.shots({ limit: 20 });
      await addAll(catalog, [sampleEntry({ at: BEGIN + 9 * HOUR }), sampleEntry({ at: BEGIN + 8 * HOUR })]);
      const rest = await everyPage((cursor) => catalog.shots({ limit: 20, cursor: cursor ?? first.next }));
      expect([...first.items, ...rest]).toEqual(entries.toSorted(byTime('newest')));
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

    test('tracks, the newest first, of a place and a time', async () => {
      const catalog = await empty();
      const entries = randomEntries(200, 5);
      await addAll(catalog, entries);
      const all = await everyPage((cursor) => catalog.tracks({ limit: 7, cursor }));
      const times = all.map(({ firstAt = 0 }) => firstAt);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      const [from, to] = [BEGIN + HOUR, BEGIN + 3 * HOUR];
      const some = await everyPage((cursor) => catalog.tracks({ from, to, site: 'barn', limit: 3, cursor }));
      expect(some).toEqual(all.filter(({ site, firstAt = 0 }) => site === 'barn' && firstAt >= from && firstAt < to));
      expect(some.length).toBeGreaterThan(3);
      expect((await catalog.tracks({ site: 'nowhere' })).items).toEqual([]);
    });

    test('hours of a place and a time', async () => {
      const catalog = await empty();
      await addAll(catalog, randomEntries(200, 9));
      const all = await catalog.hours();
      const query = { device: 'gate', from: BEGIN + HOUR + 1, to: BEGIN + 3 * HOUR };
      const some = await catalog.hours(query);
      expect(some).toEqual(
        all.filter(({ device, hour }) => device === 'gate' && [1, 2].includes((hour - BEGIN) / HOUR)),
      );
      expect(some.length).toBeGreaterThan(2);
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

    test('keys come in the order of their bytes', async () => {
      const catalog = await empty();
      const names = ['z', 'Z', 'é', 'a b', 'a', '\uffee', '日', '-'];
      const entries = names.map((name) => ({ ...sampleEntry(), key: `x/${name}.jpg` }));
      await addAll(catalog, entries);
      const sorted = entries.map(({ key }) => key).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect((await catalog.keys('', 100)).map(({ key }) => key)).toEqual(sorted);
      expect((await catalog.keys(sorted[2] ?? '', 2)).map(({ key }) => key)).toEqual(sorted.slice(3, 5));
    });

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

const ORDERS = ['newest', 'oldest'] as const;

function randomQuery(random: () => number, entries: readonly CatalogShot[]): ShotQuery {
  const like = entries[Math.floor(random() * entries.length)] as CatalogShot;
  const detected = like.kind === 'frame' ? undefined : like;
  const maybe = <T>(value: T, share = 0.3) => (random() < share ? value : undefined);
  const track = maybe(detected?.track?.id, 0.25);
  return {
    ...{ site: maybe(like.site), device: maybe(like.device), camera: maybe(like.camera), kind: maybe(like.kind) },
    ...{ label: maybe(detected?.label), minScore: maybe(detected?.score) },
    ...{
      track,
      session: track === undefined ? undefined : maybe(like.session, 0.5),
      phase: maybe(detected?.track?.phase, 0.15),
    },
    ...{ from: maybe(like.at - HOUR), to: maybe(like.at + HOUR), order: maybe(ORDERS[Math.floor(random() * 2)], 0.7) },
    limit: 5 + Math.floor(random() * 60),
  };
}

function matches(shot: CatalogShot, query: ShotQuery): boolean {
  const detected = shot.kind === 'frame' ? undefined : shot;
  const said: Record<string, unknown> = {
    ...{ site: shot.site, device: shot.device, camera: shot.camera, kind: shot.kind, session: shot.session },
    ...{ label: detected?.label, track: detected?.track?.id, phase: detected?.track?.phase },
  };
  const isSame = Object.entries(query).every(
    ([name, value]) => !(name in said) || value === undefined || said[name] === value,
  );
  const { minScore, from = 0, to = Number.POSITIVE_INFINITY } = query;
  const isSure = minScore === undefined || (detected?.score ?? -1) >= minScore;
  return isSame && isSure && shot.at >= from && shot.at < to;
}

function byTime(order: ShotQuery['order']) {
  const sign = order === 'oldest' ? 1 : -1;
  return (a: CatalogShot, b: CatalogShot) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1));
}
