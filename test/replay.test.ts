import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeShot } from '@vedette/core/message';
import { type MqttMessage, openLink } from '@vedette/core/mqtt';
import { eventually, faultProxy, sampleShot, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { imagesIn, keysIn } from './support/bucket.ts';
import { expectDelivered } from './support/delivery.ts';
import { describeOverBothBrokers, type House, openHouse } from './support/house.ts';
import { vedette } from './support/vedette.ts';

async function replay(cwd: string, args: readonly string[], stdin: Buffer | string = '') {
  const running = vedette(['replay', '--rate', '200', ...args], { cwd });
  running.stdin.end(stdin);
  const { code, stdout, stderr } = await running.exit;
  return { code, stderr, counts: stdout.trim() === '' ? undefined : JSON.parse(stdout) };
}

/** Everything in a bucket by its key, but for the time at which it was stored. */
function contentOf(bucket: string): Map<string, string> {
  return new Map(
    keysIn(bucket).map((key) => {
      const body = readFileSync(join(bucket, key));
      return [key, key.endsWith('.json') ? withoutTime(body) : body.toString('base64')];
    }),
  );
}

function withoutTime(json: Buffer): string {
  const { storedAt, ...description } = JSON.parse(json.toString());
  return JSON.stringify(description);
}

async function houseWithShots(brokers: 'aedes' | 'mosquitto', count: number): Promise<House> {
  const house = await openHouse({ brokers });
  await house.camera.publish({ count }).exit;
  await expectDelivered(house);
  return house;
}

describeOverBothBrokers('replay', (brokers) => {
  test('of a bucket: no second object; and what was lost is there again, byte for byte', async () => {
    const house = await houseWithShots(brokers, 30);
    const before = contentOf(house.bucket);
    expect(before.size).toBe(60);
    const again = await replay(house.cwd, []);
    expect(again.code, again.stderr).toBe(0);
    expect(again.counts).toMatchObject({ read: 30, sent: 30, skipped: 0, stored: 0, duplicates: 30, waiting: 0 });
    expect(contentOf(house.bucket)).toEqual(before);

    const archive = join(house.cwd, 'archive');
    cpSync(house.bucket, archive, { recursive: true });
    const [lost = '', bare = ''] = imagesIn(house.bucket);
    for (const key of [lost, `${lost}.json`]) rmSync(join(house.bucket, key));
    rmSync(join(archive, `${bare}.json`));
    const restored = await replay(house.cwd, [`file:${archive}?prefix=face/`]);
    expect(restored.code, restored.stderr).toBe(0);
    expect(restored.counts).toMatchObject({ read: 30, sent: 29, skipped: 1, stored: 1, duplicates: 28, waiting: 0 });
    expect(contentOf(house.bucket)).toEqual(before);
  }, 90_000);
});

test('replay of a dump, raw in a file and in hex on stdin', async () => {
  const house = await houseWithShots('aedes', 1);
  const shots = Array.from({ length: 5 }, (_, seq) => encodeShot(sampleShot({ seq })));
  const dump = join(house.cwd, 'shots.msgpack');
  writeFileSync(dump, Buffer.concat(shots));
  const raw = await replay(house.cwd, [dump]);
  expect(raw.code, raw.stderr).toBe(0);
  expect(raw.counts).toMatchObject({ read: 5, sent: 5, stored: 5, duplicates: 0, waiting: 0 });
  const lines = [...shots.map((shot) => shot.toString('hex')), 'no hex', ''].join('\n');
  const hex = await replay(house.cwd, ['-'], lines);
  expect(hex.counts).toMatchObject({ read: 6, sent: 5, skipped: 1, stored: 0, duplicates: 5, waiting: 0 });
  expect(imagesIn(house.bucket)).toHaveLength(6);
}, 60_000);

test('replay to where no receipts come fails and says how many, unless it was told', async () => {
  const cwd = temporaryFolder();
  const { url } = await testBroker();
  const dump = join(cwd, 'shots.msgpack');
  writeFileSync(dump, Buffer.concat([0, 1, 2].map((seq) => encodeShot(sampleShot({ seq })))));
  const without = await replay(cwd, [dump, '--to', url, '--patience', '2']);
  expect(without).toMatchObject({ code: 1, counts: { read: 3, sent: 3, waiting: 3 } });
  expect(without.stderr).toContain('3 shots have no receipt');
  const told = await replay(cwd, [dump, '--to', url, '--no-receipts']);
  expect(told).toMatchObject({ code: 0, counts: { read: 3, sent: 3, waiting: 0 } });
});

test.for([
  ['a broker that is away', 'refuse'],
  ['a broker in a black hole', 'blackHole'],
] as const)('replay to %s ends with its patience, and says what was not taken', async ([, fault]) => {
  const cwd = temporaryFolder();
  const link = await faultProxy(Number(new URL((await testBroker()).url).port));
  await link[fault]();
  const dump = join(cwd, 'shots.msgpack');
  writeFileSync(dump, Buffer.concat(Array.from({ length: 100 }, (_, seq) => encodeShot(sampleShot({ seq })))));
  for (const more of [[], ['--no-receipts']]) {
    const args = [dump, '--to', `mqtt://127.0.0.1:${link.port}`, '--patience', '0.5', ...more];
    const { code, counts, stderr } = await replay(cwd, args);
    expect({ code, sent: counts.sent }, stderr).toEqual({ code: 1, sent: 0 });
    expect(stderr).toContain(`the broker has not taken ${counts.read} shots`);
  }
});

test('replay ends at the first Ctrl-C, also where nothing comes in, and says what it did', async () => {
  const cwd = temporaryFolder();
  const { url } = await testBroker();
  const got: string[] = [];
  const onMessage = async ({ topic }: MqttMessage) => void got.push(topic);
  const link = openLink({ url, clientId: 'listener', subscribe: ['#'], onMessage });
  onTestFinished(() => link.close(true));
  await eventually('it listens', () => link.connected);
  const running = vedette(['replay', '-', '--to', url, '--no-receipts'], { cwd });
  running.stdin.write(encodeShot(sampleShot()));
  await eventually('the shot', () => got.length > 0);
  running.kill('SIGINT');
  const { code, stdout } = await running.exit;
  expect({ code, counts: JSON.parse(stdout) }).toMatchObject({ code: 0, counts: { read: 1, sent: 1, skipped: 0 } });
});

test('replay of nothing, or of what is no shot, is no success', async () => {
  const cwd = temporaryFolder();
  const { url } = await testBroker();
  mkdirSync(join(cwd, 'bucket'));
  const nothing = await replay(cwd, ['file:bucket', '--prefix', 'face/dt=2020', '--to', url]);
  expect(nothing).toMatchObject({ code: 1, counts: { read: 0, sent: 0 } });
  expect(nothing.stderr).toContain('there is no shot here');
  const garbage = await replay(cwd, ['-', '--to', url], 'garbage\n');
  expect(garbage).toMatchObject({ code: 1, counts: { read: 1, skipped: 1, sent: 0 } });
  expect(garbage.stderr).toContain('none is a shot');
});

test('replay of what is not there, or is not what it seems, is one line', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'folder'));
  const absent = await replay(cwd, ['absent.msgpack']);
  expect(absent).toMatchObject({ code: 1, counts: undefined });
  expect(absent.stderr).toContain('absent.msgpack');
  const folder = await replay(cwd, ['folder']);
  expect(folder).toMatchObject({ code: 2, counts: undefined });
  expect(folder.stderr).toContain('file:folder');
  expect((await replay(cwd, ['file:nowhere'])).code).toBe(1);
  expect((await replay(cwd, ['folder', '--rate', '-1'])).code).toBe(2);
});
