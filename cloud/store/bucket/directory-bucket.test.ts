import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallDisk, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { packsContract } from '../packs/bucket-with-packs.testing.ts';
import { bucketContract } from './bucket.testing.ts';
import { openBucket } from './open-bucket.ts';
import { WriterThread } from './writer-thread.ts';

const JPEG = { contentType: 'image/jpeg' };
const body = Buffer.from('body');

const fresh = async () => {
  const url = `file:${join(temporaryFolder(), 'bucket')}`;
  return { bucket: await openBucket(url), again: () => openBucket(url) };
};
bucketContract('a directory', fresh, { descriptions: 'beside' });
packsContract('a directory', fresh);

describe('a directory bucket', () => {
  test('an object is a file under its key, and nothing else is left', async () => {
    const folder = temporaryFolder();
    const bucket = await openBucket(`file:${folder}`);
    await bucket.putIfAbsent('a/b.jpg', body, JPEG);
    await bucket.putIfAbsent('a/b.jpg', body, JPEG);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['.tmp', 'a', 'a/b.jpg']);
  });

  test('what a killed process left in the making is cleared on open, but not what may still be written', async () => {
    const folder = temporaryFolder();
    const temporary = join(folder, '.tmp');
    mkdirSync(temporary);
    for (const name of ['old', 'new']) writeFileSync(join(temporary, name), 'half');
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1_000);
    utimesSync(join(temporary, 'old'), twoHoursAgo, twoHoursAgo);
    await openBucket(`file:${folder}`);
    expect(readdirSync(temporary)).toEqual(['new']);
  });

  test('a thread that ends fails what it had, and the next put starts another', async () => {
    const folder = temporaryFolder();
    const thread = new WriterThread(folder);
    const object = { path: join(folder, 'a'), body };
    const refused = expect(thread.write([object])).rejects;
    await thread.close();
    await refused.toMatchObject({ name: 'ResourceError' });
    mkdirSync(join(folder, '.tmp'));
    expect(await thread.write([object])).toEqual(['stored']);
    await thread.close();
  });

  test('a folder that went away is not written beside, and serves again when it is back', async () => {
    const folder = join(temporaryFolder(), 'bucket');
    const bucket = await openBucket(`file:${folder}`);
    renameSync(folder, `${folder}-away`);
    mkdirSync(folder); // the empty mount point
    const refused = expect(bucket.putIfAbsent('a/b', body, JPEG)).rejects;
    await refused.toMatchObject({ name: 'ResourceError', message: expect.stringContaining('unmounted') });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    await expect(bucket.get('a/b')).rejects.toMatchObject({ name: 'ResourceError' });
    await expect(bucket.list('')[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'ResourceError' });
    renameSync(`${folder}-away`, folder);
    expect(await bucket.putIfAbsent('a/b', body, JPEG)).toBe('stored');
  });

  test('what the system refuses is an error that names the bucket, leaves nothing, and passes', async () => {
    const folder = temporaryFolder();
    const bucket = await openBucket(`file:${folder}`);
    writeFileSync(join(folder, 'a'), 'a file where a folder should be');
    const refused = expect(bucket.putIfAbsent('a/b', body, JPEG)).rejects;
    await refused.toMatchObject({ name: 'ResourceError', message: expect.stringContaining(folder) });
    expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    rmSync(join(folder, 'a'));
    expect(await bucket.putIfAbsent('a/b', body, JPEG)).toBe('stored');
  });

  test('a full disk shows no part of an object, and takes it when there is room again', async ({ skip }) => {
    const disk = smallDisk(1) ?? skip('only root may mount a small disk');
    const bucket = await openBucket(`file:${disk}`);
    await bucket.putIfAbsent('first', Buffer.alloc(400_000), JPEG);
    const refused = expect(bucket.putIfAbsent('second', Buffer.alloc(800_000), JPEG)).rejects;
    await refused.toMatchObject({ name: 'ResourceError', message: expect.stringContaining('free some space') });
    expect(readdirSync(disk, { recursive: true }).sort()).toEqual(['.tmp', 'first']);
    rmSync(join(disk, 'first'));
    expect(await bucket.putIfAbsent('second', Buffer.alloc(800_000), JPEG)).toBe('stored');
  });

  test('a folder is no object', async () => {
    const bucket = await openBucket(`file:${temporaryFolder()}`);
    await bucket.putIfAbsent('a/b', body, JPEG);
    await expect(bucket.putIfAbsent('a', body, JPEG)).rejects.toMatchObject({ name: 'BadInputError', reason: 'key' });
  });

  test.skipIf(process.getuid?.() === 0)(
    'a folder without the right to write is an error (needs a user other than root)',
    async () => {
      const folder = temporaryFolder();
      chmodSync(folder, 0o555);
      await expect(openBucket(`file:${folder}`)).rejects.toMatchObject({ name: 'ResourceError' });
      chmodSync(folder, 0o755);
    },
  );
});
