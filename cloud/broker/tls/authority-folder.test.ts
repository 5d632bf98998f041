import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { AuthorityFolder } from './authority-folder.ts';

test('no name of a client is that of the authority, of the broker or of another client', async () => {
  const data = temporaryFolder();
  const folder = new AuthorityFolder(data);
  const server = await folder.issueServer(['localhost']);
  const own = [folder.caFile, folder.caFile.replace('.crt', '.key'), server.certFile, server.keyFile];
  const before = own.map((file) => readFileSync(file, 'utf8'));
  const files = new Set<string>();
  for (const name of ['ca', 'server', 'home/one', 'home_one', 'home%2Fone', '..', '../ca']) {
    const { certFile, keyFile } = await folder.issueClient(name, { days: 1 });
    for (const file of [certFile, keyFile]) files.add(file);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  }
  expect(files.size).toBe(14);
  expect(own.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
});

test("a client's files are not replaced, and it is said which one is in the way", async () => {
  const folder = new AuthorityFolder(temporaryFolder());
  await folder.issueServer(['localhost']);
  const { keyFile } = await folder.issueClient('home/one', { days: 1 });
  const before = readFileSync(keyFile, 'utf8');
  const again = folder.issueClient('home/one', { days: 1 });
  await expect(again).rejects.toThrow(ConfigError);
  await expect(again).rejects.toThrow(`${keyFile} is there already`);
  expect(readFileSync(keyFile, 'utf8')).toBe(before);
});

test("it knows the end of the certificate that a client has now, and the broker's", async () => {
  const folder = new AuthorityFolder(temporaryFolder());
  expect(await folder.serverCertificate()).toBeUndefined();
  const { certFile } = await folder.issueServer(['localhost']);
  expect(await folder.serverCertificate()).toBe(certFile);
  const { fingerprint } = await folder.issueClient('home/one', { days: 10 });
  const left = ((await folder.endOfClient('home/one', fingerprint))?.getTime() ?? 0) - Date.now();
  expect(Math.round(left / 86_400_000)).toBe(10);
  await folder.issueClient('home/one', { days: 20, replace: true });
  expect(await folder.endOfClient('home/one', fingerprint)).toBeUndefined();
  expect(await folder.endOfClient('home/two', fingerprint)).toBeUndefined();
});

test('the certificate of the broker can be made anew, by the same authority', async () => {
  const data = temporaryFolder();
  const folder = new AuthorityFolder(data);
  const first = readFileSync((await folder.issueServer(['a'])).certFile, 'utf8');
  const authority = readFileSync(folder.caFile, 'utf8');
  expect(readFileSync((await folder.issueServer(['b'])).certFile, 'utf8')).not.toBe(first);
  expect(readFileSync(folder.caFile, 'utf8')).toBe(authority);
  expect(existsSync(join(data, 'cloud-broker', 'tls', 'clients'))).toBe(false);
});
