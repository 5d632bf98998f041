import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { addIdentity, listIdentities, refuseTaken, removeIdentity } from './edit-identities.ts';
import { withLock } from './with-lock.ts';

const newFile = () => join(temporaryFolder(), 'cloud-broker', 'identities.json');
const add = (file: string, name: string) => addIdentity(file, { name, role: 'device', certificate: 'any' });

test('of many who are added and removed at once, none is lost', async () => {
  const file = newFile();
  await add(file, 'home/old');
  const names = Array.from({ length: 30 }, (_, i) => `home/${String(i).padStart(2, '0')}`);
  await Promise.all([...names.map((name) => add(file, name)), removeIdentity(file, 'home/old')]);
  expect((await listIdentities(file)).map(({ name }) => name)).toEqual(names);
  expect(readdirSync(dirname(file))).toEqual(['identities.json']);
});

test('a lock that a killed command left behind is said, and the work is not done', async () => {
  const file = join(temporaryFolder(), 'identities.json.lock');
  writeFileSync(file, '');
  let isDone = false;
  const work = async () => {
    isDone = true;
  };
  const working = withLock(file, work, 1);
  await expect(working).rejects.toThrow(ResourceError);
  await expect(working).rejects.toThrow(`${file} is there`);
  expect(isDone).toBe(false);
  rmSync(file);
  await withLock(file, work);
  expect([isDone, existsSync(file)]).toEqual([true, false]);
});

test('a new file is its owner alone, and what was made of an old one stays', async () => {
  const file = newFile();
  await add(file, 'home/one');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o640);
  await add(file, 'home/two');
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test.skipIf(process.getuid?.() !== 0)('its owner stays too (needs to be root)', async () => {
  const file = newFile();
  await add(file, 'home/one');
  chownSync(file, 1234, 1235);
  await add(file, 'home/two');
  expect([statSync(file).uid, statSync(file).gid]).toEqual([1234, 1235]);
});

test('who is there already is replaced by nobody who does not mean to', async () => {
  const file = newFile();
  await addIdentity(file, { name: 'home/one', role: 'device' });
  const before = readFileSync(file, 'utf8');
  await expect(refuseTaken(file, 'home/one')).rejects.toThrow('as a device with a password: --replace');
  await expect(add(file, 'home/one')).rejects.toThrow(ConfigError);
  expect(readFileSync(file, 'utf8')).toBe(before);
  await addIdentity(file, { name: 'home/one', role: 'gateway', certificate: 'any', replace: true });
  expect(await listIdentities(file)).toEqual([{ name: 'home/one', role: 'gateway', certificate: 'any' }]);
});

test('a name that does not fit and one that is not there are wrong', async () => {
  const file = newFile();
  await expect(add(file, 'one')).rejects.toThrow(ConfigError);
  await expect(removeIdentity(file, 'home/one')).rejects.toThrow(ConfigError);
  expect(existsSync(file)).toBe(false);
});
