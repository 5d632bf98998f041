import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { fingerprintOf, issueForClient, issueForServer, type KeyPair, makeAuthority } from './authority.ts';

/** Files of one certificate and its key. */
export interface KeyPairFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * The broker's own authority, and what it has issued, as files below the data folder; keys are their owner's alone. What
 * clients get is in a folder of its own, so that nobody's name is that of the authority or of the broker.
 */
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
    return this.#write('server', await issueForServer(await this.#authority(), hosts), 'w');
  }

  /**
   * A client's certificate with its fingerprint. Throws ConfigError where there is no authority yet, and where the files of
   * an earlier one are still there.
   */
  async issueClient(name: string, days: number): Promise<KeyPairFiles & { readonly fingerprint: string }> {
    const authority = await this.#read();
    if (!authority) {
      throw new ConfigError(`there is no authority in ${this.#folder}: first run \`vedette cloud-broker init-tls\``);
    }
    const pair = await issueForClient(authority, name, days);
    const files = await this.#write(join('clients', encodeURIComponent(name)), pair, 'wx');
    return { ...files, fingerprint: fingerprintOf(pair.cert) };
  }

  async #authority(): Promise<KeyPair> {
    const there = await this.#read();
    if (there) return there;
    const made = await makeAuthority();
    await this.#write('ca', made, 'wx');
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

  /** `wx` replaces no file: every device trusts the authority, and a client's key is nowhere else. */
  async #write(name: string, { cert, key }: KeyPair, flag: 'w' | 'wx'): Promise<KeyPairFiles> {
    const [certFile, keyFile] = [join(this.#folder, `${name}.crt`), join(this.#folder, `${name}.key`)];
    try {
      await mkdir(dirname(certFile), { recursive: true, mode: 0o700 });
      await writeFile(keyFile, key, { mode: 0o600, flag });
      await writeFile(certFile, cert, { flag });
    } catch (error) {
      const { code, path } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') throw new ConfigError(`${path} is there already: move it away first`, { cause: error });
      throw new ResourceError(`certificates cannot be written: ${messageOf(error)}`, { cause: error });
    }
    return { certFile, keyFile };
  }
}
