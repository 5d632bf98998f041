import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPrograms } from '@vedette/core/testing';

/** What the drop-in configurations need on a machine. */
export const HAS_MOSQUITTO_AND_TOOLS = hasPrograms('mosquitto', 'mosquitto_passwd', 'openssl');

const DROP_INS = new URL('../../mosquitto/', import.meta.url);

/** The text of a drop-in as it is shipped, each `from` in it replaced; throws where one is not there. */
function dropIn(name: string, replaced: Readonly<Record<string, string>>): string {
  let text = readFileSync(new URL(name, DROP_INS), 'utf8');
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`mosquitto/${name} has no ${JSON.stringify(from)}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Writes edge.conf, with more behind it if wished, for a mosquitto with its port and its files in `folder`. */
export function edgeConfig(folder: string, port: number, more = ''): string {
  mkdirSync(folder, { recursive: true });
  const paths = { 'listener 1883 ': `listener ${port} `, '/var/lib/mosquitto/': `${folder}/` };
  return writeConfig(folder, dropIn('edge.conf', paths) + more);
}

/** bridge.conf, for a cloud.conf at `port` of this machine, as the device `user`. */
export function bridgeConfig(port: number, user: string, caFile: string): string {
  return dropIn('bridge.conf', {
    'cloud.example.org:8883': `127.0.0.1:${port}`,
    'home/jetson-1': user,
    'set-me': passwordOf(user),
    '/etc/mosquitto/certs/ca.crt': caFile,
  });
}

interface CloudPorts {
  /** With TLS. */
  readonly device: number;
  /** Of this machine alone. */
  readonly sink: number;
}

/** A user's password in tests. */
export function passwordOf(user: string): string {
  return `the password of ${user}`;
}

/** Writes cloud.conf with all that it names; `ca.crt` in `folder` is who signs the broker's certificate: itself. */
export function cloudConfig(folder: string, ports: CloudPorts, users: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  writeCertificate(folder);
  const passwords = join(folder, 'passwords');
  writeFileSync(passwords, '');
  for (const user of users) execFileSync('mosquitto_passwd', ['-b', passwords, user, passwordOf(user)]);
  const replaced = {
    'listener 8883': `listener ${ports.device} 127.0.0.1`,
    'listener 1884 ': `listener ${ports.sink} `,
    '/etc/mosquitto/certs/server.crt': join(folder, 'ca.crt'),
    '/etc/mosquitto/certs/server.key': join(folder, 'ca.key'),
    '/etc/mosquitto/passwords': passwords,
    '/etc/mosquitto/acl': fileURLToPath(new URL('acl', DROP_INS)),
    '/var/lib/mosquitto/': `${folder}/`,
  };
  return writeConfig(folder, dropIn('cloud.conf', replaced));
}

function writeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', 'ca.key'];
  const names = ['-subj', '/CN=cloud', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const args = ['req', '-x509', ...key, ...names, '-days', '36500', '-out', 'ca.crt'];
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
}

/** Where root starts it, mosquitto becomes the user `mosquitto`, who may not write here. */
function writeConfig(folder: string, text: string): string {
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `${text}\nuser ${userInfo().username}\n`);
  return file;
}
