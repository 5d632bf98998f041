import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { collect, Heard } from './collect.testing.ts';
import { folderSource } from './folder-source.ts';

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

test('every picture, in natural order, with its path as ref and its bytes as they are', async () => {
  const folder = folderOf({ 'f10.jpg': 'c', 'f2.jpg': 'b', 'a/x.PNG': 'a', 'z/y/1.webp': 'd', noextension: 'e' });
  const frames = await collect(folderSource(folder));
  expect(frames.map(({ ref }) => ref)).toEqual(['a/x.PNG', 'f2.jpg', 'f10.jpg', 'noextension', 'z/y/1.webp']);
  expect(frames[0]?.image).toEqual({ type: 'encoded', data: Buffer.from('a') });
});

test('`at` is the time of the file in µs', async () => {
  const folder = folderOf({ 'a.jpg': 'a' });
  utimesSync(join(folder, 'a.jpg'), new Date(), new Date('2026-03-04T05:06:07.125Z'));
  const [frame] = await collect(folderSource(folder));
  expect(frame?.at).toBe(Date.UTC(2026, 2, 4, 5, 6, 7, 125) * 1_000);
});

test('what is clearly no picture is skipped without a word', async () => {
  const heard = new Heard();
  const folder = folderOf({ 'a.jpg': 'a', 'a.json': '{}', 'clip.MP4': 'x', '.DS_Store': 'x', '.git/b.jpg': 'x' });
  expect((await collect(folderSource(folder), heard)).map(({ ref }) => ref)).toEqual(['a.jpg']);
  expect(heard.bad).toEqual([]);
});

test('a file that cannot be taken is told with its reason, and the rest goes on', async () => {
  const heard = new Heard();
  const folder = folderOf({ 'a.jpg': 'a', 'empty.jpg': '', 'huge.jpg': 'x', 'z.jpg': 'z' });
  truncateSync(join(folder, 'huge.jpg'), 101 * 1024 * 1024);
  symlinkSync('nowhere', join(folder, 'broken.jpg'));
  symlinkSync('..', join(folder, 'loop'));
  expect((await collect(folderSource(folder), heard)).map(({ ref }) => ref)).toEqual(['a.jpg', 'z.jpg']);
  expect(heard.bad.map(({ ref, reason }) => [ref, reason])).toEqual([
    ['broken.jpg', 'unreadable'],
    ['empty.jpg', 'empty'],
    ['huge.jpg', 'too-large'],
    ['loop', 'unreadable'],
  ]);
});

test('a file is read when it is asked for, not before', async () => {
  const folder = folderOf({ '1.jpg': 'first', '2.jpg': 'second' });
  const frames = folderSource(folder).frames(new AbortController().signal, {})[Symbol.asyncIterator]();
  await frames.next();
  writeFileSync(join(folder, '2.jpg'), 'changed');
  expect((await frames.next()).value?.image.data.toString()).toBe('changed');
});

test('an abort ends it', async () => {
  const folder = folderOf({ '1.jpg': 'a', '2.jpg': 'b', '3.jpg': 'c' });
  const abort = new AbortController();
  const refs: string[] = [];
  for await (const { ref } of folderSource(folder).frames(abort.signal, {})) {
    refs.push(ref);
    abort.abort();
  }
  expect(refs).toEqual(['1.jpg']);
});

test.each([
  ['there are no pictures in the folder', () => folderOf({ 'readme.txt': 'x' })],
  ['there are no pictures in the folder', () => folderOf({})],
  ['no such folder', () => join(temporaryFolder(), 'gone')],
  ['is a file, not a folder', () => join(folderOf({ 'a.jpg': 'a' }), 'a.jpg')],
])('%s', async (message, folder) => {
  const frames = collect(folderSource(folder()));
  await expect(frames).rejects.toThrow(ResourceError);
  await expect(frames).rejects.toThrow(message);
});
