import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '@vedette/core/errors';
import { openLink } from '@vedette/core/mqtt';
import { eventually, hasPrograms, loggedContext, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCloudBroker } from './cloud-broker.ts';
import { cloudBrokerSchema } from './config.ts';
import { addIdentity, removeIdentity } from './identities/edit-identities.ts';
import { fingerprintOf, issueForClient, issueForServer, makeAuthority } from './tls/authority.ts';

const run = promisify(execFile);
const HAS_CLIENTS = hasPrograms('mosquitto_pub', 'mosquitto_sub');

async function start(settings: object = {}, data = temporaryFolder()) {
  const context = loggedContext();
  const config = cloudBrokerSchema.parse({ port: 0, ...settings });
  const broker = await startCloudBroker(config, { root: 'vedette', data }, context);
  onTestFinished(() => broker.stop());
  return { ...broker, ...context, file: join(data, 'cloud-broker', 'identities.json') };
}

/** A broker that knows two devices and a sink, with their passwords. */
async function house(settings: object = {}) {
  const data = temporaryFolder();
  const file = join(data, 'cloud-broker', 'identities.json');
  const add = async (name: string, role: 'device' | 'sink') => (await addIdentity(file, { name, role })) ?? '';
  const passwords = {
    'home/one': await add('home/one', 'device'),
    'home/two': await add('home/two', 'device'),
    sink: await add('sink', 'sink'),
  };
  const broker = await start(settings, data);
  const login = (username: keyof typeof passwords) => ({ url: broker.url, username, password: passwords[username] });
  return { ...broker, login, flags: (name: keyof typeof passwords) => flagsOf(broker.port, name, passwords[name]) };
}

function flagsOf(port: number, name: string, password: string): string[] {
  return ['-h', '127.0.0.1', '-p', `${port}`, '-u', name, '-P', password, '-q', '1'];
}

async function connected(options: Parameters<typeof openLink>[0]) {
  let down: string | undefined;
  const onDown = (reason: string, fault: string) => {
    down = `${fault}: ${reason}`;
  };
  const link = openLink({ ...options, onDown });
  onTestFinished(() => link.close(true));
  await eventually('an answer', () => link.connected || down);
  return { link, down: () => down };
}

async function listener(options: Parameters<typeof openLink>[0]) {
  const got: string[] = [];
  await connected({ ...options, onMessage: async ({ topic, payload }) => void got.push(`${topic} ${payload}`) });
  return got;
}

describe('without identities', () => {
  test('on a loopback address anybody may do anything', async () => {
    const { url } = await start();
    const got = await listener({ url, clientId: 'reader', subscribe: ['#'] });
    const { link } = await connected({ url, clientId: 'writer' });
    await link.publish('any/thing', 'x');
    await eventually('it comes', () => got.includes('any/thing x'));
  });

  test('elsewhere the broker does not start, and says what to do', async () => {
    const starting = start({ host: '0.0.0.0' });
    await expect(starting).rejects.toThrow(ConfigError);
    await expect(starting).rejects.toThrow('add-device SITE/DEVICE');
    await start({ host: '0.0.0.0', allowAnonymous: true });
  });

  test('with its first device the broker is closed to others, also once the last one is removed or the file is gone', async () => {
    const { url, file, lines } = await start();
    const anonymous = () => connected({ url, clientId: 'x' });
    const whoever = await anonymous();
    expect(whoever.link.connected).toBe(true);
    await addIdentity(file, { name: 'home/one', role: 'device' });
    await eventually('who has no name is cut off', () => whoever.down());
    const timesRead = () => lines.filter(({ msg }) => msg === 'the identities were read again').length;
    for (const [times, empty] of [() => removeIdentity(file, 'home/one'), async () => rmSync(file)].entries()) {
      await empty();
      await eventually('it is noticed', () => timesRead() >= times + 2);
      expect((await anonymous()).down()).toMatch(/^denied: /);
    }
  });

  test('a file that is empty, or holds nobody, is closed', async () => {
    const data = temporaryFolder();
    const file = join(data, 'cloud-broker', 'identities.json');
    const open = await start({}, data);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    await eventually('it is noticed', () => open.lines.some(({ msg }) => msg === 'the identities stay as they were'));
    expect((await connected({ url: open.url, clientId: 'x' })).down()).toMatch(/^denied: /);

    writeFileSync(file, '{"v":1,"identities":[]}');
    const { url, lines } = await start({}, data);
    expect((await connected({ url, clientId: 'x' })).down()).toMatch(/^denied: /);
    expect(lines).toContainEqual(expect.objectContaining({ msg: expect.stringContaining('nobody is let in') }));
  });

  test('those in the same process come in all the same', async () => {
    const config = cloudBrokerSchema.parse({ port: 0, host: '0.0.0.0', allowAnonymous: true });
    const common = { root: 'vedette', data: temporaryFolder() };
    const broker = await startCloudBroker(config, common, loggedContext(), { hasInsiders: true });
    onTestFinished(() => broker.stop());
    await addIdentity(join(common.data, 'cloud-broker', 'identities.json'), { name: 'home/one', role: 'device' });
    const { link } = await connected({ url: broker.insideUrl ?? '', clientId: 'sink', subscribe: ['#'] });
    await link.publish('any/thing', 'x');
  });
});

describe('with passwords', () => {
  test('a name that nobody has, a wrong password and none are denied', async () => {
    const { url, login } = await house();
    for (const wrong of [{ username: 'home/one', password: 'x' }, { username: 'nobody', password: 'x' }, {}]) {
      const { down } = await connected({ url, clientId: 'x', ...wrong });
      expect(down()).toMatch(/^denied: /);
    }
    const { link } = await connected({ ...login('home/one'), clientId: 'x' });
    expect(link.connected).toBe(true);
  });

  test('what a device may not publish is acknowledged, dropped and counted, and the device stays', async () => {
    const { login, lines, metrics } = await house();
    const got = await listener({ ...login('sink'), clientId: 'sink', subscribe: ['#'] });
    const { link } = await connected({ ...login('home/one'), clientId: 'forwarder' });
    await link.publish('vedette/home/two/cam/shot', 'forged');
    await link.publish('vedette/home/one/receipt', 'forged');
    await link.publish('vedette/home/one/cam/shot', 'own');
    await eventually('its own', () => got.length > 0);
    expect(got).toEqual(['vedette/home/one/cam/shot own']);
    expect(lines).toContainEqual(
      expect.objectContaining({ reason: 'not allowed', topic: 'vedette/home/two/cam/shot' }),
    );
    expect(await metrics.metrics()).toContain('vedette_cloud_broker_denied_total{reason="not_allowed"} 2');
  });

  test('a will is no way around it', async () => {
    const { login } = await house();
    const got = await listener({ ...login('sink'), clientId: 'sink', subscribe: ['#'] });
    const dying = (topic: string) =>
      connected({ ...login('home/one'), clientId: topic, will: { topic, payload: 'x' } });
    for (const device of ['two', 'one']) await (await dying(`vedette/home/${device}/status`)).link.close(true);
    await eventually('its own', () => got.length > 0);
    expect(got).toEqual(['vedette/home/one/status x']);
  });

  test("a device reads its own receipts, and no filter gets it another's", async () => {
    const { login } = await house();
    const got = await listener({ ...login('home/one'), clientId: 'x', subscribe: ['vedette/home/one/receipt'] });
    for (const filter of ['vedette/home/two/receipt', 'vedette/home/+/receipt', 'vedette/#', '#']) {
      const { down } = await connected({ ...login('home/one'), clientId: filter, durable: true, subscribe: [filter] });
      expect(down()).toMatch(/^denied: the broker does not let it listen/);
    }
    const { link } = await connected({ ...login('sink'), clientId: 'sink' });
    for (const device of ['two', 'one']) await link.publish(`vedette/home/${device}/receipt`, device);
    await eventually('its own', () => got.length > 0);
    expect(got).toEqual(['vedette/home/one/receipt one']);
    const again = await listener({ ...login('home/one'), clientId: 'vedette/#', durable: true });
    await link.publish('vedette/home/one/receipt', 'again');
    await eventually('the next', () => got.length > 1);
    expect(again).toEqual([]); // what was refused is not kept for a session either
  });

  test('two devices with one client id do not take each other off', async () => {
    const { login } = await house();
    const [one, two] = [login('home/one'), login('home/two')];
    const first = await connected({ ...one, clientId: 'vedette-forwarder', durable: true });
    const second = await connected({ ...two, clientId: 'vedette-forwarder', durable: true });
    await Promise.all([
      first.link.publish('vedette/home/one/status', 'x'),
      second.link.publish('vedette/home/two/status', 'x'),
    ]);
    expect([first.down(), second.down()]).toEqual([undefined, undefined]);
  });

  test('a device is added and removed without a restart; a file that is wrong changes nothing', async () => {
    const { login, url, file, lines } = await house();
    const one = await connected({ ...login('home/one'), clientId: 'x' });
    const two = await connected({ ...login('home/two'), clientId: 'x' });
    const password = await addIdentity(file, { name: 'home/new', role: 'device' });
    const late = { url, username: 'home/new', password, clientId: 'x' };
    await eventually('the new one is let in', async () => (await connected(late)).link.connected);
    await removeIdentity(file, 'home/one');
    await eventually('the removed one is cut off', () => one.down());
    writeFileSync(file, '{');
    await eventually('it is said', () => lines.some(({ msg }) => msg === 'the identities stay as they were'));
    expect(two.down()).toBeUndefined();
    await two.link.publish('vedette/home/two/status', 'x');
  });

  test.skipIf(!HAS_CLIENTS)('the same with mosquitto_pub and mosquitto_sub (needs mosquitto-clients)', async () => {
    const { flags, port } = await house();
    const topic = 'vedette/home/one/cam/shot';
    const reading = run('mosquitto_sub', [...flags('sink'), '-t', 'vedette/#', '-C', '1', '-F', '%t %p', '-W', '30']);
    const sent = eventually('it is received', async () => {
      await run('mosquitto_pub', [...flags('home/one'), '-t', 'vedette/home/two/cam/shot', '-m', 'forged']);
      await run('mosquitto_pub', [...flags('home/one'), '-t', topic, '-m', 'own']);
      return reading.child.exitCode !== null;
    });
    expect((await reading).stdout.trim()).toBe(`${topic} own`);
    await sent;
    const wrong = [...flagsOf(port, 'home/one', 'wrong'), '-t', topic, '-m', 'x'];
    await expect(run('mosquitto_pub', wrong)).rejects.toThrow(/not authori[sz]ed/i);
    const others = [...flags('home/one'), '-t', 'vedette/home/two/receipt', '-W', '30'];
    expect((await run('mosquitto_sub', others)).stderr).toContain('All subscription requests were denied');
  });
});

describe('with TLS', () => {
  async function secureHouse() {
    const folder = temporaryFolder();
    const put = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const authority = await makeAuthority();
    const own = await issueForServer(authority, ['localhost', '127.0.0.1']);
    const caFile = put('ca', authority.cert);
    const broker = await house({ tls: { certFile: put('cert', own.cert), keyFile: put('key', own.key), caFile } });
    const client = (pair: { cert: string; key: string }) => ({
      ...{ url: broker.url, clientId: 'x', tls: { ca: authority.cert, ...pair } },
    });
    return { ...broker, put, caFile, authority, client };
  }

  test('a password is enough, and nobody comes in without TLS', async () => {
    const { authority, login, url } = await secureHouse();
    const { link } = await connected({ ...login('home/one'), clientId: 'x', tls: { ca: authority.cert } });
    await link.publish('vedette/home/one/status', 'x');
    await link.close();
    const { down } = await connected({ ...login('home/one'), clientId: 'x', url: url.replace('mqtts', 'mqtt') });
    expect(down()).toMatch(/^lost: /);
  });

  test("a certificate stands for the name in it, and is held to that name's topics", async () => {
    const { authority, client, file, login } = await secureHouse();
    const pair = await issueForClient(authority, 'home/three', 1);
    await addIdentity(file, { name: 'home/three', role: 'device', certificate: fingerprintOf(pair.cert) });
    const trust = { tls: { ca: authority.cert } };
    const got = await listener({ ...login('sink'), ...trust, clientId: 'sink', subscribe: ['#'] });
    await eventually('it is let in', async () => {
      const { link } = await connected(client(pair));
      if (!link.connected) return false;
      await link.publish('vedette/home/one/status', 'forged');
      await link.publish('vedette/home/three/status', 'own');
      return true;
    });
    await eventually('its own', () => got.length > 0);
    expect(got).toEqual(['vedette/home/three/status own']);
  });

  test('a certificate that is expired, of another authority, replaced or of nobody is denied', async () => {
    const { authority, client, file } = await secureHouse();
    const name = 'home/three';
    const current = await issueForClient(authority, name, 1);
    await addIdentity(file, { name, role: 'device', certificate: fingerprintOf(current.cert) });
    await eventually('the current one is let in', async () => (await connected(client(current))).link.connected);
    const others = [
      await issueForClient(authority, name, -0.5),
      await issueForClient(await makeAuthority(), name, 1),
      await issueForClient(authority, name, 1),
      await issueForClient(authority, 'home/nobody', 1),
    ];
    for (const other of others) expect((await connected(client(other))).down()).toMatch(/^denied: /);
    await addIdentity(file, { name, role: 'device', certificate: 'any', replace: true });
    const [expired, foreign, other] = others;
    if (!expired || !foreign || !other) throw new Error('there are four');
    await eventually('any of ours is let in', async () => (await connected(client(other))).link.connected);
    for (const bad of [expired, foreign]) expect((await connected(client(bad))).down()).toMatch(/^denied: /);
  });

  test('a renewed certificate is taken up without a restart; one that is broken is not', async () => {
    const { authority, put, login, lines } = await secureHouse();
    const connect = (ca: string, clientId = 'x') => connected({ ...login('home/one'), clientId, tls: { ca } });
    const first = await connect(authority.cert, 'first');
    put('cert', 'nonsense');
    const said = (msg: string) => eventually(msg, () => lines.some((line) => line.msg === msg));
    await said('the certificates stay as they were');
    expect((await connect(authority.cert)).down()).toBeUndefined();

    const another = await makeAuthority();
    const renewed = await issueForServer(another, ['localhost', '127.0.0.1']);
    put('key', renewed.key);
    put('cert', renewed.cert);
    await eventually('the new one is shown', async () => (await connect(another.cert)).link.connected);
    expect(first.down()).toBeUndefined();
    const { down } = await connect(authority.cert);
    expect(down()).toMatch(/^untrusted: /);
    const isSaid = () =>
      lines.some(({ msg, address }) => msg === 'client cut off' && String(address).includes('127.0.0.1'));
    await eventually('who does not trust it is said, with its address', isSaid);
  });

  test('both ends say of a certificate that it is expired; of one that soon will be, the broker does', async () => {
    const { authority, client, file, lines } = await secureHouse();
    const name = 'home/three';
    const old = await issueForClient(authority, name, -0.5);
    await addIdentity(file, { name, role: 'device', certificate: 'any' });
    await eventually('it is known', () => lines.some(({ msg }) => msg === 'the identities were read again'));
    const yesterday = new Date(new X509Certificate(old.cert).validTo).toISOString().slice(0, 10);
    expect((await connected(client(old))).down()).toContain(`expired on ${yesterday}`);
    const reason = `not authorized: the certificate of ${name} expired on ${yesterday}`;
    expect(lines).toContainEqual(expect.objectContaining({ reason }));
    const expiring = expect.objectContaining({ msg: expect.stringContaining(`the certificate of ${name} expires on`) });
    await connected(client(await issueForClient(authority, name, 300)));
    expect(lines).not.toContainEqual(expiring);
    await connected(client(await issueForClient(authority, name, 20)));
    expect(lines).toContainEqual(expiring);
  });

  test.skipIf(!HAS_CLIENTS)('mosquitto_pub with a certificate (needs mosquitto-clients)', async () => {
    const { authority, port, file, put, caFile, login } = await secureHouse();
    const pair = await issueForClient(authority, 'home/three', 1);
    await addIdentity(file, { name: 'home/three', role: 'device', certificate: 'any' });
    const got = await listener({ ...login('sink'), tls: { ca: authority.cert }, clientId: 'sink', subscribe: ['#'] });
    const shown = ['--cafile', caFile, '--cert', put('c', pair.cert), '--key', put('k', pair.key)];
    const topic = 'vedette/home/three/cam/shot';
    const flags = ['-h', 'localhost', '-p', `${port}`, '-q', '1', '-t', topic, '-m', 'x', ...shown];
    await eventually('it is let in', () => run('mosquitto_pub', flags).catch(() => false));
    await eventually('it comes', () => got.includes(`${topic} x`));
  });
});
