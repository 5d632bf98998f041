import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FORWARDER_CLIENT_ID, openLink } from '@vedette/core/mqtt';
import { eventually, freePort, hasPrograms, temporaryFolder } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { describe, expect, onTestFinished, test } from 'vitest';
import { imageIds } from './support/bucket.ts';
import { Camera } from './support/camera.ts';
import { expectDelivered } from './support/delivery.ts';
import { openHouse } from './support/house.ts';
import { bridgeConfig, cloudConfig, edgeConfig, HAS_MOSQUITTO_AND_TOOLS, passwordOf } from './support/mosquitto.ts';
import { run } from './support/running.ts';
import { vedette } from './support/vedette.ts';

const execute = promisify(execFile);
const topics = topicsUnder('vedette');
const README = new URL('../mosquitto/README.md', import.meta.url);
const FIRST = 'home/jetson-1';
const SECOND = 'home/jetson-2';

/** A mosquitto with cloud.conf, and what mosquitto_pub and mosquitto_sub need to come to it. */
async function cloudMosquitto() {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'mosquitto');
  const ports = { device: await freePort(), sink: await freePort() };
  const config = cloudConfig(folder, ports, ['sink', 'viewer', FIRST, SECOND]);
  run('mosquitto', '/usr/sbin/mosquitto', ['-c', config], { cwd });
  const tls = ['-h', '127.0.0.1', '-p', `${ports.device}`, '--cafile', join(folder, 'ca.crt')];
  const local = ['-h', '127.0.0.1', '-p', `${ports.sink}`];
  const login = (user: string) => ['-u', user, '-P', passwordOf(user), '-q', '1'];
  const greeting = [...local, ...login('sink'), '-t', `vedette/${FIRST}/receipt`, '-m', 'hello'];
  const isUp = () => execute('mosquitto_pub', greeting).then(Boolean, () => false);
  await eventually('mosquitto listens', isUp);
  return { cwd, folder, ports, tls, local, login };
}

/** Waits until the edge's mosquitto has written its queue once more. */
async function nextSave(cwd: string, which: string): Promise<void> {
  const savedAt = () => statSync(join(cwd, 'data/mosquitto/mosquitto.db'), { throwIfNoEntry: false })?.mtimeMs;
  const before = savedAt();
  await eventually(`saved: ${which}`, () => savedAt() !== before);
}

describe.skipIf(!HAS_MOSQUITTO_AND_TOOLS || !hasPrograms('mosquitto_pub'))(
  'mosquitto with the configurations that are shipped (needs mosquitto, mosquitto-clients and openssl)',
  () => {
    test('cloud.conf and acl: a device publishes as itself, and reads its own receipts', async () => {
      const { cwd, tls, local, login } = await cloudMosquitto();
      const publish = (where: string[], user: string, topic: string, text: string) =>
        execute('mosquitto_pub', [...where, ...login(user), '-t', topic, '-m', text]);
      const listen = (where: string[], user: string) => {
        const sub = run('mosquitto_sub', 'mosquitto_sub', [...where, ...login(user), '-v', '-t', 'vedette/#'], { cwd });
        onTestFinished(() => sub.kill());
        return sub;
      };
      const viewer = listen(local, 'viewer');
      const device = listen(tls, SECOND);
      await eventually('both listen', async () => {
        await publish(local, 'sink', `vedette/${SECOND}/receipt`, 'begin');
        return viewer.stdout().includes('begin') && device.stdout().includes('begin');
      });

      await publish(tls, FIRST, `vedette/${SECOND}/door/shot`, 'under the name of another');
      await publish(tls, FIRST, `vedette/${FIRST}/receipt`, 'a receipt of its own making');
      await publish(local, 'sink', `vedette/${FIRST}/receipt`, 'for the first');
      await publish(tls, FIRST, `vedette/${FIRST}/door/shot`, 'as itself');
      await publish(local, 'sink', `vedette/${SECOND}/receipt`, 'end');
      await eventually('the end', () => viewer.stdout().includes('end') && device.stdout().includes('end'));
      const heard = (text: string) => text.split('\n').filter((line) => line !== '' && !line.includes('begin'));
      expect(heard(viewer.stdout())).toEqual([
        `vedette/${FIRST}/receipt for the first`,
        `vedette/${FIRST}/door/shot as itself`,
        `vedette/${SECOND}/receipt end`,
      ]);
      expect(heard(device.stdout())).toEqual([`vedette/${SECOND}/receipt end`]);
    });

    test('edge.conf: of more than 1,000 shots that wait for the forwarder, kill -9 takes none that was saved', async () => {
      const house = await openHouse({ brokers: 'mosquitto' });
      house.running('forwarder').kill();
      await house.running('forwarder').exit;
      const { code } = await house.camera.publish({ count: 1_100, perSecond: 1_000, bytes: 1_000 }).exit;
      expect(code).toBe(0);
      for (const save of ['the one under way', 'one with all of them']) await nextSave(house.cwd, save);
      await house.kill('edge-broker');
      house.start('edge-broker', 'forwarder');
      await expectDelivered(house);
      expect(imageIds(house.bucket).size).toBe(1_100);
    }, 60_000);

    test('edge.conf: with the session that the README makes, nothing is missed before the forwarder comes', async () => {
      const cwd = temporaryFolder();
      const port = await freePort();
      run('mosquitto', '/usr/sbin/mosquitto', ['-c', edgeConfig(join(cwd, 'edge'), port)], { cwd });
      const line = /^mosquitto_sub .*$/m.exec(readFileSync(README, 'utf8'))?.[0] ?? '';
      const command = line.replace('mosquitto_sub', `mosquitto_sub -p ${port}`);
      await eventually('the session is made', () => execute('sh', ['-c', command]).then(Boolean, () => false));
      const place = { site: 'home', device: 'jetson-1', camera: 'door' };
      const all = [topics.shot(place), topics.cameraStatus(place), topics.cameraLedger(place)];
      for (const topic of all) await execute('mosquitto_pub', ['-p', `${port}`, '-q', '1', '-t', topic, '-m', 'x']);
      const got: string[] = [];
      const forwarder = openLink({
        url: `mqtt://127.0.0.1:${port}`,
        clientId: FORWARDER_CLIENT_ID,
        durable: true,
        onMessage: async ({ topic }) => void got.push(topic),
      });
      onTestFinished(() => forwarder.close(true));
      await eventually('all of them', () => got.length === all.length);
      expect(got).toEqual(all);
    });

    test('cloud.conf: nobody without the right password', async () => {
      const { tls, local } = await cloudMosquitto();
      const topic = ['-t', `vedette/${FIRST}/door/shot`, '-m', 'x', '-q', '1'];
      const refused = expect.objectContaining({ stderr: expect.stringContaining('not authorised') });
      await expect(execute('mosquitto_pub', [...tls, ...topic, '-u', FIRST, '-P', 'wrong'])).rejects.toEqual(refused);
      await expect(execute('mosquitto_pub', [...local, ...topic])).rejects.toEqual(refused);
    });

    test('bridge.conf behind edge.conf brings shots to the bucket without a forwarder', async () => {
      const { cwd, folder, ports } = await cloudMosquitto();
      const edge = await freePort();
      const bridge = bridgeConfig(ports.device, FIRST, join(folder, 'ca.crt'));
      const config = edgeConfig(join(cwd, 'edge'), edge, bridge);
      run('mosquitto', '/usr/sbin/mosquitto', ['-c', config], { cwd });
      const login = ['--set', 'imageSink.username=sink', '--set', `imageSink.password=${passwordOf('sink')}`];
      const sink = vedette(['image-sink', '--cloud', `mqtt://127.0.0.1:${ports.sink}`, '--http-port', '0', ...login], {
        cwd,
      });
      await sink.says(/stores in/);
      const camera = new Camera(`mqtt://127.0.0.1:${edge}`, { cwd });
      const bucket = join(cwd, 'data/bucket');
      // What comes before the sink's first subscription goes to nobody.
      await eventually('one is stored', async () => {
        await camera.publish({ count: 1 }).exit;
        return imageIds(bucket).size > 0;
      });
      const before = new Set(camera.acknowledged().keys());
      await camera.publish({ count: 20 }).exit;
      const later = [...camera.acknowledged().keys()].filter((id) => !before.has(id));
      await eventually('all are stored', () => later.every((id) => imageIds(bucket).has(id)));
    });
  },
);
