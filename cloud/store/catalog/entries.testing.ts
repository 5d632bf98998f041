import { describeShot, type Shot } from '@vedette/core/message';
import { sampleShot, seededRandom } from '@vedette/core/testing';
import { shotKey } from '../keys/shot-key.ts';
import type { Catalog, CatalogEntry, CatalogShot } from './catalog.ts';

const HOUR = 3_600_000_000;
export const BEGIN = Date.UTC(2026, 10, 20, 22) * 1_000;

/** As it goes in, and as it comes back. */
export type SampleEntry = CatalogEntry & CatalogShot;

/** A shot as the sink describes it once it is stored. */
export function entryOf(shot: Shot): SampleEntry {
  return { ...describeShot(shot), key: shotKey(shot), storedAt: shot.at + 5_000_000 } as SampleEntry;
}

/** A face shot; `over` replaces what a test cares for. */
export function sampleEntry(over: Parameters<typeof sampleShot>[0] = {}): SampleEntry {
  return entryOf(sampleShot(over));
}

export function addAll(catalog: Pick<Catalog, 'add'>, entries: readonly CatalogEntry[]) {
  return Promise.all(entries.map((entry) => catalog.add(entry)));
}

/** Shots of all sorts within five hours, some at the very same time; the same for the same seed. */
export function randomEntries(count: number, seed: number): SampleEntry[] {
  const random = seededRandom(seed);
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: count }, (_, seq) => {
    const { track: _track, ...plain } = sampleShot({
      at: BEGIN + Math.floor((random() * 5 * HOUR) / 1e9) * 1e9,
      ...{
        site: oneOf(['home', 'barn']),
        device: oneOf(['pole', 'gate']),
        camera: oneOf(['cam0', 'cam1', 'cam2']),
        seq,
      },
      ...{
        session: oneOf(['s1', 's2']),
        label: oneOf(['face', 'person', 'car']),
        score: Math.round(random() * 100) / 100,
      },
      model: { name: oneOf(['yunet', 'blazeface']), sha256: oneOf(['a', 'b']).repeat(64), provider: 'cpu' },
    });
    if (random() < 0.1) {
      const { v, id, site, device, camera, session, at, clock, software, image } = plain;
      return entryOf({ v, id, site, device, camera, session, seq, at, clock, software, image, kind: 'frame' });
    }
    const track = {
      id: oneOf(['1', '2', '3']),
      phase: oneOf(['first', 'best'] as const),
      seen: 1 + Math.floor(random() * 9),
    };
    const shot = random() < 0.2 ? plain : { ...plain, track };
    return entryOf(random() < 0.5 ? shot : { ...shot, kind: 'object' });
  });
}
