import { fileURLToPath } from 'node:url';
import { ResourceError } from '@vedette/core/errors';
import { killAfter, quietContext, seededRandom } from '@vedette/core/testing';
import { type Bucket, type Catalog, isDescriptionKey, openBucket, openCatalog, parseKeyTemplate } from '@vedette/store';
import { expect } from 'vitest';
import { MAX_BYTES, NUMBERED_SHOTS, numberedShot } from './numbered-shot.testing.ts';
import { PackKeeper } from './pack-keeper.ts';

const CHILD = fileURLToPath(new URL('../dist/packs/keep-forever.testing.js', import.meta.url));
const MOST = { lines: 120, ms: 60 };
/** Each waits for the catalog for some seconds. */
const MOST_TRIES = 8;

export interface KilledKeepers {
  readonly bucketUrl: string;
  readonly catalogUrl: string;
  /** Processes at once. */
  readonly processes: number;
  readonly rounds: number;
  readonly seed: number;
}

/**
 * Kills processes that keep the same shots in packs, some times, and then has all shots kept once more: each lies in the
 * bucket once, where the catalog says, and where each receipt said.
 */
export async function expectKilledKeepersToDoNoHarm(options: KilledKeepers): Promise<void> {
  const { bucketUrl, catalogUrl, processes, rounds, seed } = options;
  const random = seededRandom(seed);
  const promised = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const children = Array.from({ length: processes }, () => {
      const begin = String(Math.floor(random() * NUMBERED_SHOTS));
      const moment = { lines: 1 + Math.floor(random() * MOST.lines), ms: random() * MOST.ms };
      return killAfter(CHILD, [bucketUrl, catalogUrl, begin], moment);
    });
    for (const line of (await Promise.all(children)).flat()) promised.add(line);
  }
  const bucket = await openBucket(bucketUrl);
  const catalog = await openCatalog(catalogUrl);
  try {
    const kept = await keepAll(bucket, catalog);
    expect(kept.size).toBe(NUMBERED_SHOTS);
    for (const line of promised) {
      const [id = '', key] = line.split(' ');
      expect(kept.get(id), `where ${id} lies`).toBe(key);
    }
    expect(await keysIn(bucket)).toEqual([...kept.values()].toSorted());
    const rows = await catalog.keys('', 2 * NUMBERED_SHOTS);
    expect(new Map(rows.map(({ id, key }) => [id, key]))).toEqual(new Map([...kept].toSorted()));
    for (const [id, key] of kept)
      expect(JSON.parse(String(await bucket.get(`${key}.json`)))).toMatchObject({ id, key });
  } finally {
    await Promise.all([bucket.close(), catalog.close()]);
  }
}

/** Every shot's key, by its id. */
async function keepAll(bucket: Bucket, catalog: Catalog): Promise<Map<string, string>> {
  const template = parseKeyTemplate('default');
  const keeper = new PackKeeper({
    ...{ bucket, catalog, template, log: quietContext().log },
    ...{ maxBytes: MAX_BYTES, maxSeconds: 0.1, leaseMs: 50 },
  });
  const keepOne = async (number: number): Promise<[string, string]> => {
    const shot = numberedShot(number, number % 2 === 0);
    const kept = await keeper.keep(shot, await catalog.keyOf(shot.id));
    if (kept === 'conflict') throw new Error(`another one is stored as ${shot.id}`);
    await catalog.add(kept.entry);
    return [shot.id, kept.key];
  };
  const all = Array.from({ length: NUMBERED_SHOTS }, (_, number) => withPatience(() => keepOne(number)));
  const kept = new Map(await Promise.all(all));
  await keeper.close();
  return kept;
}

/** As the sink does: a server that is busy ending those who were killed may answer the next try. */
async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ResourceError) || tries === MOST_TRIES) throw error;
    }
  }
}

async function keysIn(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list('')) if (!isDescriptionKey(key)) keys.push(key);
  return keys;
}
