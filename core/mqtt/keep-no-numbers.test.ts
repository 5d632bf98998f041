import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { writeToStream } from 'mqtt-packet';
import { expect, onTestFinished, test } from 'vitest';
import { HAS_MOSQUITTO, testBroker } from '../testing/index.ts';
import { openLink } from './link/open-link.ts';

/** Where mqtt-packet keeps the numbers that it has made. */
const { cache } = createRequire(import.meta.url)('mqtt-packet/numbers.js') as {
  cache: Readonly<Record<number, Buffer>>;
};

test.skipIf(!HAS_MOSQUITTO)('a broker makes no numbers to be kept (needs mosquitto_pub)', async () => {
  writeToStream.cacheNumbers = true;
  const { hostname, port } = new URL((await testBroker()).url);
  await promisify(execFile)('mosquitto_pub', ['-h', hostname, '-p', port, '-t', 'a/b', '-m', 'once', '-q', '1']);
  expect(Object.keys(cache)).toEqual([]);
});

test('nor does a link', async () => {
  const { url } = await testBroker();
  writeToStream.cacheNumbers = true;
  const link = openLink({ url, clientId: 'writer' });
  onTestFinished(() => link.close(true));
  await link.publish('a/b', 'once');
  expect(Object.keys(cache)).toEqual([]);
});
