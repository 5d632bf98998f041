import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeShot } from '@vedette/core/message';
import { sampleShot, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { imagesIn } from './support/bucket.ts';
import { vedette } from './support/vedette.ts';

type Section = Readonly<Record<string, unknown>>;
type Config = Readonly<Record<string, unknown>> & {
  readonly [part in 'cloudBroker' | 'forwarder' | 'imageSink']?: Section;
};

/** Runs `vedette cloud-broker TOOL …` and gives the part of a configuration that it prints. */
async function tool(cwd: string, ...words: string[]): Promise<Config> {
  const { code, stdout, stderr } = await vedette(['cloud-broker', ...words], { cwd }).exit;
  expect(code, stderr).toBe(0);
  return parse(stdout) ?? {};
}

/** Starts a part of Vedette that listens on a free port, with a configuration of its own, and gives its address. */
async function listening(cwd: string, name: string, config: object) {
  const file = join(cwd, `${name}.yaml`);
  writeFileSync(file, JSON.stringify({ ...config, http: { port: 0 } }));
  const running = vedette([name, '-c', file], { cwd });
  const [, scheme = '', port = ''] = await running.says(/listens on (mqtts?):\/\/127\.0\.0\.1:(\d+)/);
  return { running, url: `${scheme}://localhost:${port}` };
}

/** The folder of an edge that was brought what `add-device` has printed and named; the broker's port is another. */
function layEdge(cwd: string, url: string, printed: Config): string {
  const edge = join(cwd, 'edge');
  mkdirSync(edge);
  const tls = join(cwd, 'data/cloud-broker/tls');
  cpSync(join(tls, 'ca.crt'), join(edge, 'ca.crt'));
  if (printed.forwarder?.['certFile']) cpSync(join(tls, 'clients'), edge, { recursive: true });
  const forwarder = { ...printed.forwarder, cloudUrl: url };
  const config = { ...printed, forwarder, http: { port: 0 }, edgeBroker: { port: 0 } };
  writeFileSync(join(edge, 'vedette.yaml'), JSON.stringify(config));
  return edge;
}

async function runEdge(edge: string) {
  const source = ['--source', 'sim:people=1,fps=10,frames=20', '--select', 'every'];
  const { code, stdout, stderr } = await vedette(['edge', '--until-done', ...source], { cwd: edge }).exit;
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe('over TLS, with what the commands made', () => {
  test.each([['a password'], ['a certificate', '--certificate']])(
    'a device with %s brings its shots into the bucket',
    async (_what, ...how) => {
      const cwd = temporaryFolder();
      const { cloudBroker } = await tool(cwd, 'init-tls', '--host', 'localhost');
      const printed = await tool(cwd, 'add-device', 'home/jetson-1', ...how);
      expect(printed).toMatchObject({ site: 'home', device: 'jetson-1' });
      expect(printed.forwarder).toMatchObject({ cloudUrl: 'mqtts://localhost:8883', caFile: 'ca.crt' });
      const tls = cloudBroker?.['tls'] as Section;
      const { url } = await listening(cwd, 'cloud', { cloudBroker: { tls, port: 0 } });
      const { shots, stored } = await runEdge(layEdge(cwd, url, printed));
      expect(stored).toBe(shots);
      expect(imagesIn(join(cwd, 'data/bucket'))).toHaveLength(shots);
    },
    60_000,
  );

  test('broker and sink in processes of their own; a device that was removed is told so', async () => {
    const cwd = temporaryFolder();
    const { cloudBroker } = await tool(cwd, 'init-tls', '--host', 'localhost', '127.0.0.1');
    const printed = await tool(cwd, 'add-device', 'home/jetson-1');
    const { imageSink } = await tool(cwd, 'add-device', 'sink-1', '--role', 'sink');
    const tls = cloudBroker?.['tls'] as Section;
    const broker = await listening(cwd, 'cloud-broker', { cloudBroker: { tls, port: 0 } });
    const sinkFile = join(cwd, 'sink.yaml');
    const sink = { ...imageSink, brokerUrl: broker.url, caFile: tls['caFile'] };
    writeFileSync(sinkFile, JSON.stringify({ imageSink: sink, http: { port: 0 } }));
    await vedette(['image-sink', '-c', sinkFile], { cwd }).says(/takes shots from mqtts:/);
    const edge = layEdge(cwd, broker.url, printed);
    const { shots } = await runEdge(edge);
    expect(imagesIn(join(cwd, 'data/bucket'))).toHaveLength(shots);

    await tool(cwd, 'remove-device', 'home/jetson-1');
    await broker.running.says(/identities were read again/);
    const later = vedette(['forwarder'], { cwd: edge });
    await later.says(/not authorized/i);
  }, 60_000);
});

test('replay and report are let in by the flags that say who they are', async () => {
  const cwd = temporaryFolder();
  const { forwarder } = await tool(cwd, 'add-device', 'home/jetson-1');
  const eve = await tool(cwd, 'add-device', 'eve', '--role', 'viewer');
  const { url } = await listening(cwd, 'cloud-broker', { cloudBroker: { port: 0 } });
  const as = (name: string, password: unknown) => {
    writeFileSync(join(cwd, 'password'), `${password}\n`);
    return ['--username', name, '--password-file', 'password'];
  };
  writeFileSync(join(cwd, 'dump'), encodeShot(sampleShot()));
  const device = as('home/jetson-1', forwarder?.['password']);
  const replayed = await vedette(['replay', 'dump', '--to', url, '--no-receipts', ...device], { cwd }).exit;
  expect(JSON.parse(replayed.stdout), replayed.stderr).toMatchObject({ read: 1, sent: 1 });
  const reported = await vedette(['report', '--broker', url, ...as('eve', eve['password'])], { cwd }).exit;
  expect(reported.stderr, 'it has come in').toContain('no forwarder has published its ledger');
});

test('who may come in is listed; a name that cannot be and one that is not there are code 2 and one line', async () => {
  const cwd = temporaryFolder();
  await tool(cwd, 'add-device', 'home/jetson-1');
  await tool(cwd, 'add-device', 'eve', '--role', 'viewer');
  const list = await vedette(['cloud-broker', 'list-devices'], { cwd }).exit;
  expect(list.stdout).toBe('eve\tviewer\tpassword\nhome/jetson-1\tdevice\tpassword\n');
  const wrong = [
    ['add-device', 'jetson-1'],
    ['add-device', 'home/jetson-1'],
    ['remove-device', 'home/two'],
  ];
  for (const words of wrong) {
    const { code, stderr } = await vedette(['cloud-broker', ...words], { cwd }).exit;
    expect([code, stderr.trim().split('\n').length], stderr).toEqual([2, 1]);
  }
});
