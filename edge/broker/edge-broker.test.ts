import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commonSchema } from '@vedette/core/config';
import { PortTakenError, ResourceError } from '@vedette/core/errors';
import { FORWARDER_CLIENT_ID, type MqttMessage, openLink } from '@vedette/core/mqtt';
import { eventually, hasPrograms, quietContext, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { edgeBrokerSchema } from './config.ts';
import { startEdgeBroker } from './edge-broker.ts';

const run = promisify(execFile);
const withMosquitto = test.skipIf(!hasPrograms('mosquitto_pub', 'mosquitto_sub'));
const DEVICE = 'pole-7';
const TOPIC = `vedette/home/${DEVICE}/cam0/shot`;

async function start(data: string, port = 0, device = DEVICE, settings: object = {}) {
  const common = commonSchema.parse({ data, device });
  const broker = await startEdgeBroker(edgeBrokerSchema.parse({ port, ...settings }), common, quietContext());
  onTestFinished(() => broker.stop());
  return broker;
}

async function receiveAsForwarder(port: number): Promise<MqttMessage> {
  const received: MqttMessage[] = [];
  const link = openLink({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: FORWARDER_CLIENT_ID,
    durable: true,
    onMessage: async (message) => void received.push(message),
  });
  onTestFinished(() => link.close(true));
  return eventually('the forwarder has the message', () => received[0]);
}

withMosquitto('keeps a shot for a forwarder that was never there, across a restart', async () => {
  const data = temporaryFolder();
  const broker = await start(data);
  await run('mosquitto_pub', ['-p', `${broker.port}`, '-q', '1', '-t', TOPIC, '-m', 'early']);
  await broker.stop();
  const again = await start(data);
  expect((await receiveAsForwarder(again.port)).payload.toString()).toBe('early');
});

withMosquitto('keeps a shot for the forwarder of a device that is called differently since', async () => {
  const data = temporaryFolder();
  const broker = await start(data, 0, 'container-a');
  await run('mosquitto_pub', ['-p', `${broker.port}`, '-q', '1', '-t', TOPIC, '-m', 'early']);
  await broker.stop();
  const again = await start(data, 0, 'container-b');
  expect((await receiveAsForwarder(again.port)).payload.toString()).toBe('early');
});

withMosquitto('mosquitto_sub gets what mosquitto_pub sends', async () => {
  const { port } = await start(temporaryFolder());
  await run('mosquitto_pub', ['-p', `${port}`, '-r', '-t', 'vedette/home/pole-7/status', '-m', '{"state":"online"}']);
  const { stdout } = await run('mosquitto_sub', ['-p', `${port}`, '-C', '1', '-W', '10', '-v', '-t', 'vedette/#']);
  expect(stdout).toBe('vedette/home/pole-7/status {"state":"online"}\n');
});

test('a taken port is named', async () => {
  const { port } = await start(temporaryFolder());
  const second = start(temporaryFolder(), port);
  await expect(second).rejects.toThrow(PortTakenError);
  await expect(second).rejects.toThrow(`port ${port} is taken`);
});

test('two brokers on one folder: the second says so', async () => {
  const data = temporaryFolder();
  await start(data);
  const second = start(data);
  await expect(second).rejects.toThrow(ResourceError);
  await expect(second).rejects.toThrow('another edge broker uses');
});

test('many publishes in flight reach a connected subscriber, each of them and in order', async () => {
  const { port } = await start(temporaryFolder());
  const url = `mqtt://127.0.0.1:${port}`;
  const received = new Set<string>();
  const forwarder = openLink({
    url,
    clientId: FORWARDER_CLIENT_ID,
    durable: true,
    onMessage: async ({ payload }) => void received.add(payload.toString('utf8', 0, 4)),
  });
  onTestFinished(() => forwarder.close(true));
  await eventually('the forwarder is connected', () => forwarder.connected);
  const detector = openLink({ url, clientId: 'detector' });
  onTestFinished(() => detector.close(true));
  const numbers = Array.from({ length: 2_000 }, (_, index) => String(index).padStart(4, '0'));
  const body = 'x'.repeat(5_000);
  await Promise.all(numbers.map((number) => detector.publish(TOPIC, number + body)));
  await eventually('all of them', () => received.size === numbers.length);
  expect([...received]).toEqual(numbers);
});

test('what waits for the forwarder is known after a restart, and a full queue takes no shot', async () => {
  const data = temporaryFolder();
  const small = { maxSessionBytes: 100_000 };
  const first = await start(data, 0, DEVICE, small);
  const publish = async (url: string) => {
    const link = openLink({ url, clientId: 'detector' });
    onTestFinished(() => link.close(true));
    await link.publish(TOPIC, Buffer.alloc(60_000));
  };
  await publish(first.url);
  await first.stop();
  const second = await start(data, 0, DEVICE, small);
  await expect(publish(second.url)).rejects.toThrow('closed');
  expect(second.ready()).toMatchObject({ ready: false, reason: expect.stringContaining(FORWARDER_CLIENT_ID) });
  await receiveAsForwarder(second.port);
  await eventually('it is emptied', () => second.ready().ready);
  await publish(second.url);
});

test('how long sessions have been without their clients is kept from run to run', async () => {
  const data = temporaryFolder();
  const file = join(data, 'edge-broker', 'absent-sessions.json');
  const first = await start(data);
  const link = openLink({ url: first.url, clientId: 'viewer', durable: true, subscribe: [TOPIC] });
  await eventually('it is connected', () => link.connected);
  await link.close();
  await first.stop();
  writeFileSync(file, JSON.stringify({ viewer: 7_000, 'no session': 1 }));
  await (await start(data)).stop();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ viewer: 7_000 });
});
