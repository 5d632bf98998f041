import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { commonSchema } from '@vedette/core/config';
import { FORWARDER_CLIENT_ID, type MqttMessage, openLink } from '@vedette/core/mqtt';
import { eventually, quietContext, temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { edgeBrokerSchema, startEdgeBroker } from './index.ts';

const CHILD = fileURLToPath(new URL('./dist/run-edge-broker.testing.js', import.meta.url));
const ROUNDS = 5;
const COMMON = { device: 'pole-7' };
const TOPIC = `vedette/home/${COMMON.device}/cam0/shot`;
/** The size of a shot. */
const BODY = 'x'.repeat(60_000);

async function brokerProcess(data: string) {
  const settings = [JSON.stringify({ port: 0 }), JSON.stringify({ ...COMMON, data })];
  const child = spawn(process.execPath, [CHILD, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = await once(child.stdout, 'data');
  return { child, url: `mqtt://127.0.0.1:${Number(port)}` };
}

/** Publishes one after another, and kills the broker in the moment in which it acknowledges the `count`th. */
async function publishAndKill(data: string, round: number, count: number): Promise<string[]> {
  const { child, url } = await brokerProcess(data);
  const exited = once(child, 'exit');
  const link = openLink({ url, clientId: 'detector' });
  onTestFinished(() => link.close(true));
  const acknowledged: string[] = [];
  while (acknowledged.length < count) {
    const name = `${round}-${acknowledged.length}`;
    await link.publish(TOPIC, `${name} ${BODY}`);
    acknowledged.push(name);
  }
  child.kill('SIGKILL');
  await exited;
  await link.close(true);
  return acknowledged;
}

test(`killed at the PUBACK of a shot, ${ROUNDS} times, the broker has each that it acknowledged`, async () => {
  const data = temporaryFolder();
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) acknowledged.push(...(await publishAndKill(data, round, 1 + round)));
  const broker = await startEdgeBroker(
    edgeBrokerSchema.parse({ port: 0 }),
    commonSchema.parse({ ...COMMON, data }),
    quietContext(),
  );
  onTestFinished(() => broker.stop());
  const received = new Set<string>();
  const forwarder = openLink({
    url: `mqtt://127.0.0.1:${broker.port}`,
    clientId: FORWARDER_CLIENT_ID,
    durable: true,
    onMessage: async ({ payload }) => void received.add(payload.toString('utf8', 0, payload.indexOf(' '))),
  });
  onTestFinished(() => forwarder.close(true));
  const lost = () => acknowledged.filter((name) => !received.has(name));
  await eventually(`none of ${acknowledged.length} is lost`, () => lost().length === 0, 5_000).catch(() => undefined);
  expect(lost()).toEqual([]);
});

test('killed after it sent a shot that is not acknowledged, the broker sends it again under its packet id', async () => {
  const data = temporaryFolder();
  const receive = async (url: string) => {
    const ids: unknown[] = [];
    const onMessage = ({ messageId }: MqttMessage) => {
      ids.push(messageId);
      return new Promise<void>(() => undefined);
    };
    const link = openLink({ url, clientId: FORWARDER_CLIENT_ID, durable: true, concurrency: 20, onMessage });
    onTestFinished(() => link.close(true));
    await eventually('it is connected', () => link.connected);
    return ids;
  };
  const runs: unknown[][] = [];
  for (let run = 0; run < 3; run++) {
    const { child, url } = await brokerProcess(data);
    const exited = once(child, 'exit');
    const ids = await receive(url);
    const link = openLink({ url, clientId: 'detector' });
    for (let i = 0; i < 5; i++) await link.publish(TOPIC, `${run}-${i} ${BODY}`);
    await eventually('all are sent', () => ids.length === 5 * (run + 1));
    child.kill('SIGKILL');
    await Promise.all([exited, link.close(true)]);
    runs.push(ids);
  }
  const sent = (run: number) => new Set(runs[run]);
  for (const later of [1, 2]) expect([...sent(later)]).toEqual(expect.arrayContaining([...sent(later - 1)]));
});
