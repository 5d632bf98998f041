import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPrograms } from './programs.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Where there is none, a test says so in its title and is skipped. */
export const HAS_OPENSSL = hasPrograms('openssl');

export interface TestAuthority {
  /** PEM */
  readonly ca: string;
  /** A certificate and its key, in PEM; `name` is as `DNS:localhost` or `IP:127.0.0.1`. */
  issue(name: string): { readonly cert: string; readonly key: string };
}

/** A certificate authority of its own, made by openssl. */
export function testAuthority(): TestAuthority {
  const folder = temporaryFolder();
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...ecKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=test authority');
  return {
    ca: read('ca.crt'),
    issue(name) {
      writeFileSync(join(folder, 'extensions'), `subjectAltName=${name}\n`);
      openssl('req', ...ecKey, '-keyout', 'key', '-out', 'request', '-subj', `/CN=${name.split(':')[1]}`);
      const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'extensions'];
      openssl('x509', '-req', '-in', 'request', '-out', 'crt', ...signing);
      return { cert: read('crt'), key: read('key') };
    },
  };
}
