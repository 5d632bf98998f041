import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, HAS_MOSQUITTO, SAMPLE_JPEG, startMosquitto, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import {
  client,
  cloudSide,
  forwarder,
  RECEIPTS,
  SHOTS,
  STATUS,
  shotIn,
  untilReady,
  urlOf,
} from './forwarder.testing.ts';

const run = promisify(execFile);

async function mosquitto(): Promise<{ port: number }> {
  const { url } = await startMosquitto();
  await client(url, []);
  return { port: Number(new URL(url).port) };
}

describe.skipIf(!HAS_MOSQUITTO)('with mosquitto at both ends (needs mosquitto)', () => {
  test('a picture from mosquitto_pub is stored, and mosquitto_sub sees its receipt and the status', async () => {
    const [edge, cloudBroker] = await Promise.all([mosquitto(), mosquitto()]);
    const cloud = await cloudSide(urlOf(cloudBroker));
    const running = await forwarder({ edgeUrl: urlOf(edge), cloudUrl: urlOf(cloudBroker) });
    await untilReady(running);
    const seen = run('mosquitto_sub', ['-p', `${edge.port}`, '-C', '1', '-W', '20', '-t', RECEIPTS]);
    const file = join(temporaryFolder(), 'face.jpg');
    writeFileSync(file, SAMPLE_JPEG);
    await eventually('the receipt is seen', async () => {
      await run('mosquitto_pub', ['-p', `${edge.port}`, '-q', '1', '-t', SHOTS, '-f', file]);
      return running.settled.length > 0;
    });
    const { stdout } = await seen;
    const ids = cloud.got.map((message) => shotIn(message)?.id);
    expect(ids).toContain(JSON.parse(stdout).id);
    const { stdout: status } = await run('mosquitto_sub', [
      '-p',
      `${cloudBroker.port}`,
      '-C',
      '1',
      '-W',
      '20',
      '-t',
      STATUS,
    ]);
    expect(JSON.parse(status)).toMatchObject({ state: 'online', site: 'home', forwarder: { rejected: 0 } });
  });
});
