import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, hasPrograms, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { descriptionsIn, imagesIn, keysIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { up } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const run = promisify(execFile);
const withMosquitto = test.skipIf(!hasPrograms('mosquitto_pub', 'mosquitto_sub'));

/** A camera that sees nobody, so that what is in the bucket came by mosquitto_pub. */
const NOBODY = ['--source', 'sim:people=0,fps=1'];

async function jpegFile(folder: string): Promise<string> {
  const file = join(folder, 'face.jpg');
  await sharp({ create: { width: 120, height: 90, channels: 3, background: 'teal' } })
    .jpeg()
    .toFile(file);
  return file;
}

withMosquitto.each(['edgePort', 'cloudPort'] as const)(
  'a bare JPEG by mosquitto_pub to the %s is stored',
  async (broker) => {
    const cwd = temporaryFolder();
    const running = await up(NOBODY, cwd);
    await eventually('everything is ready', async () => (await fetch(`${running.http}/readyz`)).ok);
    const file = await jpegFile(cwd);
    const topic = 'vedette/harbour/pole-7/cam0/shot';
    await run('mosquitto_pub', ['-p', running[broker], '-q', '1', '-t', topic, '-f', file]);
    const [image = ''] = await eventually('the object', () => {
      const found = imagesIn(join(cwd, 'data/bucket'));
      return found.length > 0 && found;
    });
    expect(image).toMatch(/^frame\/dt=\d{4}-\d\d-\d\d\/hour=\d\d\/site=harbour\/device=pole-7\/camera=cam0\/.*\.jpg$/);
    expect(readFileSync(join(cwd, 'data/bucket', image))).toEqual(readFileSync(file));
    await eventually('its description', () => keysIn(join(cwd, 'data/bucket')).includes(`${image}.json`));
    expect(descriptionsIn(join(cwd, 'data/bucket'))).toMatchObject([{ kind: 'frame', key: image }]);
  },
);

withMosquitto.each(['edgePort', 'cloudPort'] as const)(
  'a text by mosquitto_pub to the %s is a dead letter',
  async (broker) => {
    const cwd = temporaryFolder();
    const running = await up(NOBODY, cwd);
    await eventually('everything is ready', async () => (await fetch(`${running.http}/readyz`)).ok);
    const topic = 'vedette/harbour/pole-7/cam0/shot';
    await run('mosquitto_pub', ['-p', running[broker], '-q', '1', '-t', topic, '-m', 'Testing bridged brokers!']);
    const letters = await eventually('the dead letter and its reason', () => {
      const found = keysIn(join(cwd, 'data/bucket')).filter((key) => key.startsWith('dead-letters/'));
      return found.length === 2 && found;
    });
    const [payload = '', reason = ''] = letters;
    expect(readFileSync(join(cwd, 'data/bucket', payload), 'utf8')).toBe('Testing bridged brokers!');
    expect(JSON.parse(readFileSync(join(cwd, 'data/bucket', reason), 'utf8'))).toMatchObject({ reason: 'text', topic });
    await eventually('the counter', async () => {
      return (await metric(running.http, 'vedette_sink_rejected_total', 'reason="text"')) === 1;
    });
    if (broker === 'edgePort') {
      expect(await metric(running.http, 'vedette_forwarder_unreadable_total', 'reason="text"')).toBe(1);
      await eventually('the spool has let go of it', async () => {
        return (await metric(running.http, 'vedette_forwarder_spool_entries')) === 0;
      });
    }
  },
);

withMosquitto('mosquitto_sub shows the readable twin of each shot, and the receipts', async () => {
  const running = await up(['--source', 'sim:fps=10', '--select', 'every'], temporaryFolder());
  const sub = ['-p', running.edgePort, '-W', '20', '-C', '1', '-t'];
  const [meta, receipt] = await Promise.all([
    run('mosquitto_sub', [...sub, 'vedette/+/+/+/meta']),
    run('mosquitto_sub', [...sub, 'vedette/+/+/receipt']),
  ]);
  expect(JSON.parse(meta.stdout)).toMatchObject({ v: 1, kind: 'face', camera: 'cam0', image: { type: 'image/jpeg' } });
  expect(JSON.parse(receipt.stdout)).toMatchObject({ v: 1, outcome: 'stored' });
});

withMosquitto(
  'decode reads what mosquitto_sub -F %x prints, and raw messages; Python reads the same',
  async ({ skip }) => {
    const cwd = temporaryFolder();
    const running = await up(['--source', 'sim:fps=10', '--select', 'every'], cwd);
    const args = ['-p', running.edgePort, '-W', '20', '-C', '3', '-F', '%x', '-t', 'vedette/+/+/+/shot'];
    const { stdout: hex } = await run('mosquitto_sub', args);

    const decodeHex = vedette(['decode'], { cwd });
    decodeHex.stdin.end(hex);
    const shots = (await decodeHex.exit).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(shots).toHaveLength(3);

    const raw = Buffer.concat(
      hex
        .trim()
        .split('\n')
        .map((line) => Buffer.from(line, 'hex')),
    );
    const decodeRaw = vedette(['decode'], { cwd });
    decodeRaw.stdin.end(raw);
    expect(
      (await decodeRaw.exit).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(shots);

    if (spawnSync('/usr/bin/python3', ['-c', 'import msgpack']).status !== 0) skip('needs python3-msgpack');
    writeFileSync(join(cwd, 'shots.msgpack'), raw);
    const script = `import msgpack, json, sys
for m in msgpack.Unpacker(open(sys.argv[1], 'rb'), raw=False):
    assert type(m['at']) is int and type(m['image']['data']) is bytes
    print(json.dumps([m['id'], m['at'], m['box'], len(m['image']['data'])]))`;
    const { stdout } = await run('/usr/bin/python3', ['-c', script, join(cwd, 'shots.msgpack')]);
    const expected = shots.map(({ id, at, box, image }) => [id, at, box, image.bytes]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(expected);
  },
);

withMosquitto('the alias of older subscribers carries the shots', async () => {
  const cwd = temporaryFolder();
  const running = await up(
    ['--source', 'sim:fps=10', '--select', 'every', '--set', 'shotAlias=w251/face_detector'],
    cwd,
  );
  const sub = spawn('mosquitto_sub', [
    '-p',
    running.edgePort,
    '-W',
    '20',
    '-C',
    '1',
    '-F',
    '%l',
    '-t',
    'w251/face_detector',
  ]);
  onTestFinished(() => void sub.kill());
  const [code] = await once(sub, 'exit');
  expect(code).toBe(0);
  await eventually('an object', () => imagesIn(join(cwd, 'data/bucket')).length > 0);
});
