import { expect } from 'vitest';
import type { CatalogTrack, Page } from './answers.ts';
import type { Catalog, CatalogShot } from './catalog.ts';

/** All items of a paged answer, page after page. */
export async function everyPage<T>(ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

/** All that a catalog says of the bucket: of two that are of the same bucket it is the same. */
export async function allOf(catalog: Catalog) {
  return {
    shots: await everyPage((cursor) => catalog.shots({ limit: 1_000, cursor })),
    devices: await catalog.devices(),
    cameras: await catalog.cameras(),
    labels: await catalog.labels(),
    models: await catalog.models(),
    tracks: await everyPage((cursor) => catalog.tracks({ limit: 1_000, cursor })),
    hours: await catalog.hours(),
  };
}

/** Expects that whatever is counted is what the shots come to, one by one. */
export async function expectCountsToFollow(catalog: Catalog): Promise<void> {
  const { shots, devices, cameras, labels, models, tracks, hours } = await allOf(catalog);
  const placed = (shot: CatalogShot) => ({ site: shot.site, device: shot.device, camera: shot.camera });
  const placeOf = (shot: CatalogShot) => JSON.stringify(placed(shot));
  expect(inAnyOrder(cameras)).toEqual(
    inAnyOrder(groups(shots, placeOf).map((some) => ({ ...placed(first(some)), ...counted(some) }))),
  );
  expect(inAnyOrder(devices)).toEqual(
    inAnyOrder(
      groups(shots, ({ site, device }) => JSON.stringify([site, device])).map((some) => ({
        ...{ site: first(some).site, device: first(some).device, cameras: groups(some, placeOf).length },
        ...counted(some),
      })),
    ),
  );
  const labelOf = (shot: CatalogShot) => (shot.kind === 'frame' ? {} : { label: shot.label });
  expect(inAnyOrder(labels)).toEqual(
    inAnyOrder(
      groups(shots, (shot) => JSON.stringify([shot.kind, labelOf(shot)])).map((some) => ({
        ...{ kind: first(some).kind, ...labelOf(first(some)) },
        ...counted(some),
      })),
    ),
  );
  const hourOf = ({ at }: CatalogShot) => Math.floor(at / 3_600_000_000) * 3_600_000_000;
  expect(inAnyOrder(hours)).toEqual(
    inAnyOrder(
      groups(shots, (shot) => `${hourOf(shot)} ${placeOf(shot)}`).map((some) => {
        const { shots: count, bytes } = counted(some);
        return { hour: hourOf(first(some)), ...placed(first(some)), shots: count, bytes };
      }),
    ),
  );
  const withModel = shots.flatMap((shot) => ('model' in shot ? { shot, model: shot.model } : []));
  expect(inAnyOrder(models)).toEqual(
    inAnyOrder(
      groups(withModel, ({ model }) => JSON.stringify([model.name, model.sha256])).map((some) => {
        const { name, sha256 } = first(some).model;
        return { name, sha256, ...counted(some.map(({ shot }) => shot)) };
      }),
    ),
  );
  expect(inAnyOrder(tracks)).toEqual(inAnyOrder(tracksOf(shots)));
}

function tracksOf(shots: readonly CatalogShot[]): CatalogTrack[] {
  const tracked = shots.flatMap((shot) => ('track' in shot && shot.track ? { shot, track: shot.track } : []));
  return groups(tracked, ({ shot, track }) =>
    JSON.stringify([shot.site, shot.device, shot.camera, shot.session, track.id]),
  ).map((some) => {
    const best = some.toSorted((a, b) => b.track.seen - a.track.seen || (a.shot.id < b.shot.id ? 1 : -1));
    const { shot, track } = first(best);
    return {
      ...{ site: shot.site, device: shot.device, camera: shot.camera, session: shot.session, track: track.id },
      ...{ kind: shot.kind, label: shot.label, seen: track.seen, bestId: shot.id },
      ...counted(some.map((one) => one.shot)),
    };
  });
}

function counted(shots: readonly CatalogShot[]) {
  const times = shots.map(({ at }) => at).sort((a, b) => a - b);
  const bytes = shots.reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
  return { shots: shots.length, bytes, firstAt: times.at(0) ?? 0, lastAt: times.at(-1) ?? 0 };
}

function groups<T>(items: readonly T[], nameOf: (item: T) => string): T[][] {
  const byName = new Map<string, T[]>();
  for (const item of items) {
    const group = byName.get(nameOf(item));
    if (group) group.push(item);
    else byName.set(nameOf(item), [item]);
  }
  return [...byName.values()];
}

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('a group has one item at least');
  return item;
}

function inAnyOrder<T>(items: readonly T[]): T[] {
  const named = items.map((item) => ({ item, name: JSON.stringify(item, Object.keys(item as object).sort()) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ item }) => item);
}
