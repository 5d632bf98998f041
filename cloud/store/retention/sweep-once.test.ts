import { setImmediate as turn } from 'node:timers/promises';
import { nowMicros } from '@vedette/core/message';
import { expect, test } from 'vitest';
import type { Bucket } from '../bucket/bucket.ts';
import { sampleEntry } from '../catalog/entries.testing.ts';
import { idsIn, RULE, rig, storeAll } from '../forget/erase.testing.ts';
import { eraseCovered } from '../forget/erase.ts';
import { whileAlone } from '../forget/while-alone.ts';
import { DEFAULT_TEMPLATE } from '../keys/shot-key.ts';
import { retentionSchema } from './config.ts';
import { sweepOnce } from './sweep-once.ts';

const DAY = 86_400_000_000;

async function filled() {
  const given = await rig();
  const at = nowMicros() - DAY;
  const [old, young] = [
    Array.from({ length: 15 }, (_, seq) => sampleEntry({ device: 'old', at: at + seq, seq })),
    Array.from({ length: 20 }, (_, seq) => sampleEntry({ device: 'young', at: at + 1_000 + seq, seq })),
  ];
  await storeAll(given, [...old, ...young]);
  const newest = young.reduce((sum, { image }) => sum + (image?.bytes ?? 0), 0);
  const setup = {
    ...{ bucketUrl: given.bucket.url, rules: retentionSchema.parse([{ bytes: newest }]) },
    ...{ template: DEFAULT_TEMPLATE, lifecycle: true },
  };
  return { given, old, setup, options: { ...given, signal: new AbortController().signal } };
}

test('a sweep that waited for its turn goes by what is there then', async () => {
  const { given, old, setup, options } = await filled();
  const { catalog } = given;
  let waits = () => {};
  const isWaiting = new Promise<void>((resolve) => {
    waits = resolve;
  });
  let swept: ReturnType<typeof sweepOnce> | undefined;
  await whileAlone({ leases: catalog.leases }, async () => {
    swept = sweepOnce(setup, { ...options, onWait: () => waits() });
    await isWaiting;
    await eraseCovered({ ...RULE, erasedAt: nowMicros(), device: 'young' }, given);
  });
  expect(await swept).toMatchObject({ counts: { shots: 0 } });
  expect(await idsIn(catalog)).toEqual(old.map(({ id }) => id).sort());
});

test('a dry run waits for nobody, and changes nothing', async () => {
  const { given, setup, options } = await filled();
  const { catalog } = given;
  const dueShots: number[] = [];
  const onPlan = ({ shots }: { shots: { dueShots: number } }) => dueShots.push(shots.dueShots);
  await whileAlone({ leases: catalog.leases }, () => sweepOnce(setup, { ...options, dryRun: true, yes: true, onPlan }));
  expect([dueShots, (await idsIn(catalog)).length]).toEqual([[15], 35]);
});

test('a shot that a sink stored by a clock that was ahead stops nothing, and a clock of ours that is behind does', async () => {
  const { given, setup, options } = await filled();
  await given.catalog.add({ ...sampleEntry({ device: 'ahead', at: 0 }), storedAt: nowMicros() + 400 * DAY });
  const behind: Bucket['list'] = async function* (...what) {
    for await (const one of given.bucket.list(...what)) yield { ...one, modifiedAt: new Date(Date.now() + 86_400_000) };
  };
  const swept = sweepOnce(setup, { ...options, bucket: { ...given.bucket, list: behind }, yes: true });
  await expect(swept).rejects.toThrow("by this machine's clock");
  expect(await idsIn(given.catalog)).toHaveLength(36);
  expect(await sweepOnce(setup, options)).toMatchObject({ counts: { shots: 16 } });
});

test('a sweep that is stopped while it plans carries nothing out', async () => {
  const { given, setup, options } = await filled();
  const { catalog } = given;
  const stop = new AbortController();
  const shots: typeof catalog.shots = async (query) => {
    stop.abort();
    await turn();
    return catalog.shots(query);
  };
  const cut = { ...given.catalog, leases: catalog.leases, forget: catalog.forget.bind(catalog), shots };
  expect(await sweepOnce(setup, { ...options, catalog: cut, signal: stop.signal })).toEqual({});
  expect(await idsIn(catalog)).toHaveLength(35);
});

test('a catalog that knows of none of the shots in the bucket is no reason to keep them in silence', async () => {
  const { given, setup, options } = await filled();
  const { items } = await given.catalog.shots({ limit: 1_000 });
  await given.catalog.remove(items.map(({ id }) => id));
  const swept = await sweepOnce(setup, options);
  expect(swept).toEqual({ objection: expect.stringContaining('vedette reindex') });
  expect(await sweepOnce(setup, { ...options, yes: true })).toMatchObject({ counts: { shots: 0 } });
});
