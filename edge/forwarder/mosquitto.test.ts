import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, SAMPLE_JPEG, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
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
const MOSQUITTO = '/usr/sbin/mosquitto';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function mosquitto(): Promise<{ port: number }> {
  const port = await freePort();
  const config = join(temporaryFolder(), 'mosquitto.conf');
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  const broker = spawn(MOSQUITTO, ['-c', config], { stdio: 'ignore' });
  const ended = once(broker, 'exit');
  onTestFinished(async () => {
    broker.kill();
    await ended;
  });
  await client(urlOf({ port }), []);
  return { port };
}

describe.skipIf(!existsSync(MOSQUITTO))(`with mosquitto at both ends (${MOSQUITTO})`, () => {
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
