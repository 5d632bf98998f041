import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { fingerprintOf, issueForClient, issueForServer, type KeyPair, makeAuthority } from './authority.ts';

/** Files of one certificate and its key. */
export interface KeyPairFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** The broker's own authority, and what it has issued, as files below the data folder; keys are their owner's alone. */
export class AuthorityFolder {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = join(data, 'cloud-broker', 'tls');
  }

  get caFile(): string {
    return join(this.#folder, 'ca.crt');
  }

  /** A certificate for the broker itself, signed by the authority, which is made where there is none. */
  async issueServer(hosts: readonly string[]): Promise<KeyPairFiles> {
    return this.#write('server', await issueForServer(await this.#authority(), hosts), true);
  }

  /** A client's certificate with its fingerprint. Throws ConfigError where there is no authority yet. */
  async issueClient(name: string, days: number): Promise<KeyPairFiles & { readonly fingerprint: string }> {
    const authority = await this.#read();
    if (!authority) {
      throw new ConfigError(`there is no authority in ${this.#folder}: first run \`vedette cloud-broker init-tls\``);
    }
    const pair = await issueForClient(authority, name, days);
    const files = await this.#write(name.replaceAll('/', '_'), pair, true);
    return { ...files, fingerprint: fingerprintOf(pair.cert) };
  }

  async #authority(): Promise<KeyPair> {
    const there = await this.#read();
    if (there) return there;
    const made = await makeAuthority();
    await this.#write('ca', made, false);
    return made;
  }

  async #read(): Promise<KeyPair | undefined> {
    try {
      const [cert, key] = await Promise.all(
        ['ca.crt', 'ca.key'].map((name) => readFile(join(this.#folder, name), 'utf8')),
      );
      return { cert: cert ?? '', key: key ?? '' };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new ResourceError(`the authority in ${this.#folder} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  }

  /** An authority is never replaced: every device trusts it. */
  async #write(name: string, { cert, key }: KeyPair, mayReplace: boolean): Promise<KeyPairFiles> {
    const [certFile, keyFile] = [join(this.#folder, `${name}.crt`), join(this.#folder, `${name}.key`)];
    const flag = mayReplace ? 'w' : 'wx';
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(keyFile, key, { mode: 0o600, flag });
      await writeFile(certFile, cert, { flag });
    } catch (error) {
      throw new ResourceError(`certificates cannot be written: ${messageOf(error)}`, { cause: error });
    }
    return { certFile, keyFile };
  }
}
