import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, messageOf, ResourceError } from '@vedette/core/errors';
import { makeFolders } from '@vedette/core/run';
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

  /** The file of the broker's own certificate, where there is one. */
  async serverCertificate(): Promise<string | undefined> {
    const file = join(this.#folder, 'server.crt');
    return (await readIfThere(file)) === undefined ? undefined : file;
  }

  /** When the certificate that a client was given last ends, if it is the one with this fingerprint. */
  async endOfClient(name: string, fingerprint: string): Promise<Date | undefined> {
    const pem = await readIfThere(join(this.#folder, 'clients', `${encodeURIComponent(name)}.crt`));
    const certificate = pem === undefined ? undefined : new X509Certificate(pem);
    return certificate?.fingerprint256 === fingerprint ? new Date(certificate.validTo) : undefined;
  }

  /** A certificate for the broker itself, signed by the authority, which is made where there is none. */
  async issueServer(hosts: readonly string[]): Promise<KeyPairFiles> {
    return this.#write('server', await issueForServer(await this.#authority(), hosts), 'w');
  }

  /**
   * A client's certificate with its fingerprint. Throws ConfigError where there is no authority yet, and, unless they may be
   * replaced, where the files of an earlier one are still there.
   */
  async issueClient(
    name: string,
    { days, replace = false }: { readonly days: number; readonly replace?: boolean },
  ): Promise<KeyPairFiles & { readonly fingerprint: string }> {
    const authority = await this.#read();
    if (!authority) {
      throw new ConfigError(`there is no authority in ${this.#folder}: first run \`vedette cloud-broker init-tls\``);
    }
    const pair = await issueForClient(authority, name, days);
    const files = await this.#write(join('clients', encodeURIComponent(name)), pair, replace ? 'w' : 'wx');
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
    const [cert, key] = await Promise.all(['ca.crt', 'ca.key'].map((name) => readIfThere(join(this.#folder, name))));
    return cert === undefined || key === undefined ? undefined : { cert, key };
  }

  /** `wx` replaces no file: every device trusts the authority, and a client's key is nowhere else. */
  async #write(name: string, { cert, key }: KeyPair, flag: 'w' | 'wx'): Promise<KeyPairFiles> {
    const [certFile, keyFile] = [join(this.#folder, `${name}.crt`), join(this.#folder, `${name}.key`)];
    try {
      makeFolders(dirname(certFile), 0o700);
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

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ResourceError(`the authority's files cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
