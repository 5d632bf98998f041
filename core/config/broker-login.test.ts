import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import { HAS_OPENSSL, temporaryFolder, testAuthority } from '../testing/index.ts';
import { type BrokerLoginSettings, readBrokerLogin } from './broker-login.ts';

const read = (settings: BrokerLoginSettings, url = 'mqtts://cloud') => readBrokerLogin('forwarder.', url, settings);

function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

test('a name and a password need no TLS', () => {
  const login = { username: 'home/jetson-1', password: 'x' };
  expect(read(login, 'mqtt://cloud')).toEqual({ ...login, tls: {} });
});

test('a password is nobody without a name, which may stand in the address', () => {
  expect(() => read({ password: 'x' })).toThrow(/^forwarder\.password needs forwarder\.username/);
  expect(read({ password: 'x' }, 'mqtts://me@cloud')).toEqual({ password: 'x', tls: {} });
});

test.each<[string, BrokerLoginSettings, RegExp]>([
  ['that is not there', { caFile: '/nowhere/ca.pem' }, /^forwarder\.caFile: .*ENOENT.*\/nowhere\/ca\.pem/],
  ['that is a folder', { caFile: '/' }, /^forwarder\.caFile: .*EISDIR/],
  ['without its key', { certFile: 'a' }, /^forwarder\.certFile needs forwarder\.keyFile/],
  ['without its certificate', { keyFile: 'a' }, /^forwarder\.keyFile needs forwarder\.certFile/],
])('a file %s', (_what, settings, message) => {
  expect(() => read(settings)).toThrow(ConfigError);
  expect(() => read(settings)).toThrow(message);
});

test('a file for TLS is not passed over in silence', () => {
  expect(() => read({ caFile: 'a' }, 'mqtt://cloud')).toThrow('not mqtts://');
});

test('what is no PEM, or broken PEM', () => {
  const der = file('ca.der', '0\x82\x01');
  expect(() => read({ caFile: der })).toThrow(`forwarder.caFile: ${der} holds no CERTIFICATE in PEM`);
  const broken = file('ca.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  expect(() => read({ caFile: broken })).toThrow(`forwarder.caFile: the certificate in ${broken} is broken`);
});

describe.skipIf(!HAS_OPENSSL)('certificates (need openssl)', () => {
  test('are read as they are', () => {
    const { ca, issue } = testAuthority();
    const own = issue('DNS:home');
    const files = { caFile: file('ca', ca), certFile: file('cert', own.cert), keyFile: file('key', own.key) };
    expect(read(files).tls).toEqual({ ca, ...own });
  });

  test('a key of another certificate', () => {
    const { issue } = testAuthority();
    const files = { certFile: file('cert', issue('DNS:a').cert), keyFile: file('key', issue('DNS:b').key) };
    expect(() => read(files)).toThrow(/^forwarder\.keyFile: the key in .* does not go with the certificate in/);
  });
});
