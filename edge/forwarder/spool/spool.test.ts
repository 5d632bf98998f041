import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError, ResourceError } from '@vedette/core/errors';
import { eventually, seededRandom, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import type { Spool } from './index.ts';
import { openSpool } from './open-spool.testing.ts';
import { holdFiles, metaOf } from './spool.testing.ts';

const idsIn = (spool: Spool) => Array.from(spool.entries(), ({ id }) => id);
const segmentsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.segment'))
    .sort();

test('what is appended is there after reopening, oldest first, until it is completed', async () => {
  const folder = temporaryFolder();
  const first = await openSpool(folder);
  const topic = 'w251/face_detector';
  expect(await first.append(metaOf('a', { topic, sha256: 'f00', packet: 9 }), Buffer.from('one'))).toBe('appended');
  await first.append(metaOf('b'), Buffer.alloc(0));
  await first.append(metaOf('c'), Buffer.from('three'));
  expect(first.complete('b')).toBe(true);
  expect(first.complete('b')).toBe(false);
  await first.close();

  const again = await openSpool(folder);
  expect(idsIn(again)).toEqual(['a', 'c']);
  expect(again.get('a')).toMatchObject({
    topic,
    sha256: 'f00',
    packet: 9,
    site: 'home',
    device: 'pole',
    at: 1,
    bytes: 3,
  });
  expect((await again.read('c'))?.toString()).toBe('three');
  expect(await again.read('b')).toBeUndefined();
  expect(again.counts()).toMatchObject({ entries: 2, payloadBytes: 8 });
  expect(again.recovery).toMatchObject({ damaged: 0, tornBytes: 0 });
});

test('what is being written can be read already, and what is completed meanwhile does not come back', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  const { held, release } = await holdFiles('writev');
  const taken: string[] = [];
  const onTaken = ({ id }: { readonly id: string }) => taken.push(id);
  const appended = ['done', 'waits'].map((id) => spool.append(metaOf(id), Buffer.from(id), { onTaken }));
  await eventually('both are taken', () => taken.length === 2 && held.length === 1);
  expect((await spool.read('waits'))?.toString()).toBe('waits');
  expect([spool.complete('done'), spool.complete('done')]).toEqual([true, false]);
  expect(spool.get('done')).toBeUndefined();
  release();
  held[0]?.();
  expect(await Promise.all(appended)).toEqual(['appended', 'appended']);
  await spool.close();
  expect(idsIn(await openSpool(folder))).toEqual(['waits']);
});

test('what the disk does not take after all is gone again, and can be appended anew', async () => {
  const spool = await openSpool(temporaryFolder());
  const { held, release } = await holdFiles('writev');
  const failing = expect(spool.append(metaOf('a'), Buffer.from('x'))).rejects.toThrow('EIO');
  await eventually('it is being written', () => held.length === 1);
  release();
  held[0]?.(new Error('EIO'));
  await failing;
  expect(spool.get('a')).toBeUndefined();
  expect(spool.counts()).toMatchObject({ entries: 0, payloadBytes: 0 });
  expect(await spool.append(metaOf('a'), Buffer.from('x'))).toBe('appended');
});

test('an id that waits is not spooled twice, also while it is being written', async () => {
  const spool = await openSpool(temporaryFolder());
  const payload = Buffer.from('x');
  const outcomes = await Promise.all([1, 2, 3].map(() => spool.append(metaOf('a'), payload)));
  expect(outcomes).toEqual(['appended', 'present', 'present']);
  expect(await spool.append(metaOf('a'), payload)).toBe('present');
  expect(spool.counts().entries).toBe(1);
});

test('random operations and restarts agree with a model', async () => {
  for (let seed = 1; seed <= 3; seed++) {
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
    const folder = temporaryFolder();
    const model = new Map<string, Buffer>();
    let spool = await openSpool(folder);
    for (let step = 0; step < 300; step++) {
      const dice = random();
      const known = pick([...model.keys()]);
      if (dice < 0.55 || known === undefined) {
        const batch = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, i) => `${step}-${i}`);
        const payloads = batch.map(() => Buffer.alloc(Math.floor(random() * 900), Math.floor(random() * 256)));
        await Promise.all(batch.map((id, i) => spool.append(metaOf(id), payloads[i] ?? Buffer.alloc(0))));
        for (const [i, id] of batch.entries()) model.set(id, payloads[i] ?? Buffer.alloc(0));
      } else if (dice < 0.93) {
        spool.complete(known);
        model.delete(known);
      } else if (dice < 0.97) {
        expect(await spool.read(known)).toEqual(model.get(known));
      } else {
        await spool.close();
        spool = await openSpool(folder);
      }
      expect(idsIn(spool)).toEqual([...model.keys()]);
    }
    await spool.close();
    spool = await openSpool(folder);
    expect(idsIn(spool)).toEqual([...model.keys()]);
    for (const [id, payload] of model) expect(await spool.read(id)).toEqual(payload);
    const payloadBytes = [...model.values()].reduce((sum, payload) => sum + payload.length, 0);
    expect(spool.counts()).toMatchObject({ entries: model.size, payloadBytes });
    expect(spool.recovery.damaged).toBe(0);
  }
});

test('the disk holds little more than what waits', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  for (let i = 0; i < 200; i++) {
    await spool.append(metaOf(`${i}`), Buffer.alloc(500));
    if (i >= 10) spool.complete(`${i - 10}`);
  }
  await eventually('old segments are gone', () => segmentsIn(folder).length <= 12);
  for (let i = 190; i < 200; i++) spool.complete(`${i}`);
  await spool.close();
  const again = await openSpool(folder);
  expect(idsIn(again)).toEqual([]);
  expect(segmentsIn(folder)).toEqual([]);
  expect(again.counts().diskBytes).toBe(0);
});

test('one entry that stays does not pin its segment, and what was completed does not come back', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await spool.append(metaOf('stuck'), Buffer.from('patience'));
  const [first] = segmentsIn(folder);
  for (let i = 0; i < 100; i++) {
    await spool.append(metaOf(`${i}`), Buffer.alloc(500));
    spool.complete(`${i}`);
  }
  await eventually('its segment is gone', () => !segmentsIn(folder).includes(first ?? ''));
  expect((await spool.read('stuck'))?.toString()).toBe('patience');
  await spool.close();
  const again = await openSpool(folder);
  expect(idsIn(again)).toEqual(['stuck']);
  expect((await again.read('stuck'))?.toString()).toBe('patience');
});

test('completions outlive their segment as long as the entry is on disk', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  // An old segment that stays, since most of it waits; and completions for the rest of it in later ones, which go.
  for (const id of ['a', 'b', 'c', 'd']) await spool.append(metaOf(id), Buffer.alloc(450));
  spool.complete('b');
  for (let i = 0; i < 100; i++) {
    await spool.append(metaOf(`${i}`), Buffer.alloc(500));
    spool.complete(`${i}`);
  }
  await eventually('the segments between are gone', () => segmentsIn(folder).length <= 4);
  expect(segmentsIn(folder)[0]).toBe('0000000001.segment');
  await spool.close();
  const again = await openSpool(folder);
  expect(idsIn(again)).toEqual(['a', 'c', 'd']);
});

test('cut off at any byte, everything before the cut is there', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  for (const id of ['a', 'b', 'c']) await spool.append(metaOf(id), Buffer.from(id.repeat(20)));
  await spool.close();
  const [name] = segmentsIn(folder);
  const whole = readFileSync(join(folder, name ?? ''));
  for (let length = whole.length; length >= 0; length--) {
    const copy = temporaryFolder();
    const file = join(copy, '0000000001.segment');
    writeFileSync(file, whole.subarray(0, length));
    const cut = await openSpool(copy);
    const kept = Math.floor(length / (whole.length / 3));
    expect(idsIn(cut)).toEqual(['a', 'b', 'c'].slice(0, kept));
    expect(cut.recovery).toMatchObject({ damaged: 0, tornBytes: length - (whole.length / 3) * kept });
    await cut.close();
    if (length % 50 > 0) continue;
    const again = await openSpool(copy);
    expect(again.recovery.tornBytes, 'said once').toBe(0);
    await again.append(metaOf('later'), Buffer.from('fits'));
    await again.close();
    expect(idsIn(await openSpool(copy))).toEqual([...['a', 'b', 'c'].slice(0, kept), 'later']);
  }
});

test('a payload that is damaged while the spool is open is told from a good one', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await spool.append(metaOf('a'), Buffer.from('good'));
  await spool.append(metaOf('b'), Buffer.from('soon damaged'));
  const [name] = segmentsIn(folder);
  const file = join(folder, name ?? '');
  truncateSync(file, statSync(file).size - 1);
  await expect(spool.read('b')).rejects.toThrow(BadInputError);
  expect((await spool.read('a'))?.toString()).toBe('good');
});

test('a folder in use is refused; the lock of a dead process is not', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await expect(openSpool(folder)).rejects.toThrow(ResourceError);
  await expect(openSpool(folder)).rejects.toThrow('another forwarder uses');
  await spool.close();
  writeFileSync(join(folder, 'lock'), `${process.pid} 1 another-boot`);
  await openSpool(folder);
});

test('a folder that cannot be made is one clear line', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(openSpool(join(file, 'spool'))).rejects.toThrow(
    `the spool cannot use the folder ${file}/spool: ENOTDIR`,
  );
});

test('a payload takes the place of another under its id, also after reopening', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  for (const id of ['a', 'b', 'c']) await spool.append(metaOf(id, { sha256: 'f00' }), Buffer.from(`large ${id}`));
  expect(await spool.replace(metaOf('b', { sha256: 'f01' }), Buffer.from('b'))).toBe(true);
  expect(await spool.replace(metaOf('never'), Buffer.from('x'))).toBe(false);
  expect(spool.counts()).toMatchObject({ entries: 3, payloadBytes: 15 });
  expect(spool.get('b')).toMatchObject({ sha256: 'f01', bytes: 1 });
  await spool.close();
  const again = await openSpool(folder);
  expect(again.counts()).toMatchObject({ entries: 3, payloadBytes: 15 });
  expect((await again.read('b'))?.toString()).toBe('b');
  expect(idsIn(again), 'it keeps its place').toEqual(['a', 'b', 'c']);
  expect((await again.read('a'))?.toString()).toBe('large a');
});

test('what is completed while it is replaced does not come back', async () => {
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  await spool.append(metaOf('a'), Buffer.from('large'));
  const replaced = spool.replace(metaOf('a'), Buffer.from('small'));
  expect(spool.complete('a')).toBe(true);
  expect(await replaced).toBe(false);
  expect(idsIn(spool)).toEqual([]);
  await spool.close();
  expect(idsIn(await openSpool(folder))).toEqual([]);
});
