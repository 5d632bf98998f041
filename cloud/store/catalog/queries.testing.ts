import { seededRandom } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog, CatalogShot } from './catalog.ts';
import { everyPage, expectCountsToFollow } from './counts.testing.ts';
import { addAll, BEGIN, randomEntries, sampleEntry } from './entries.testing.ts';
import type { ShotQuery } from './queries.ts';

const HOUR = 3_600_000_000;

/** What every kind of catalog answers; `fresh` names a place where there is none yet. */
export function queriesContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const empty = async () => {
    const catalog = await (await fresh()).open();
    onTestFinished(() => catalog.close());
    return catalog;
  };

  describe(`queries in ${name}`, () => {
    test('what arrived since a time comes newest first, whenever it was captured', async () => {
      const catalog = await empty();
      const entries = [3, 1, 2, 0].map((i) => ({ ...sampleEntry({ at: BEGIN - i * HOUR }), storedAt: BEGIN + i }));
      await addAll(catalog, entries);
      const since = async (from: number, limit: number) =>
        (await catalog.arrivals(from, limit)).map(({ storedAt }) => storedAt - BEGIN);
      expect(await since(BEGIN + 1, 10)).toEqual([3, 2, 1]);
      expect(await since(BEGIN, 2)).toEqual([3, 2]);
      expect(await since(BEGIN + 4, 10)).toEqual([]);
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
