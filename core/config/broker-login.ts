import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { ConfigError, messageOf } from '../errors.ts';
import { secret } from './common.ts';

/** What a service shows the broker that it dials, and what it asks of it: settings beside the broker's address. */
export const brokerLoginSettings = {
  username: z.string().min(1).optional().describe('name that the broker knows it by, where it asks for one'),
  password: z.string().min(1).optional().meta(secret).describe('its password'),
  caFile: z
    .string()
    .min(1)
    .optional()
    .describe("PEM file of who signs the broker's certificate, for mqtts://; the usual authorities unless given"),
  certFile: z.string().min(1).optional().describe('PEM file of its own certificate, for mqtts://'),
  keyFile: z.string().min(1).optional().describe("PEM file of that certificate's key"),
};

export type BrokerLoginSettings = z.infer<z.ZodObject<typeof brokerLoginSettings>>;

export interface BrokerLogin {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** PEM texts. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/**
 * Reads the files that the settings name. `prefix` is what the settings' names begin with, as `forwarder.` in `forwarder.caFile`. Throws
 * ConfigError for a file that cannot be used, and where an address without TLS would pass it over.
 */
export function readBrokerLogin(prefix: string, url: string, settings: BrokerLoginSettings): BrokerLogin {
  const { username, password, caFile, certFile, keyFile } = settings;
  if (password !== undefined && username === undefined && new URL(url).username === '') {
    throw new ConfigError(`${prefix}password needs ${prefix}username beside it`);
  }
  const named = Object.entries({ caFile, certFile, keyFile }).find(([, file]) => file !== undefined);
  if (named && !url.startsWith('mqtts://')) {
    throw new ConfigError(
      `${prefix}${named[0]} is for TLS, but the broker's address begins with mqtt://, not mqtts://`,
    );
  }
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const [there, missing] = certFile === undefined ? ['keyFile', 'certFile'] : ['certFile', 'keyFile'];
    throw new ConfigError(`${prefix}${there} needs ${prefix}${missing} beside it`);
  }
  const ca = caFile === undefined ? {} : { ca: readPem(`${prefix}caFile`, caFile, 'CERTIFICATE') };
  if (certFile === undefined || keyFile === undefined) return { username, password, tls: ca };
  return { username, password, tls: { ...ca, ...readKeyPair(prefix, certFile, keyFile) } };
}

/** A certificate and its key as PEM texts. Throws ConfigError, also where the two do not belong together. */
export function readKeyPair(prefix: string, certFile: string, keyFile: string): { cert: string; key: string } {
  const cert = readPem(`${prefix}certFile`, certFile, 'CERTIFICATE');
  const key = readPem(`${prefix}keyFile`, keyFile, 'PRIVATE KEY');
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const fault = `does not go with the certificate in ${certFile}: ${messageOf(error)}`;
    throw new ConfigError(`${prefix}keyFile: the key in ${keyFile} ${fault}`, { cause: error });
  }
  return { cert, key };
}

/** The text of a PEM file. Throws ConfigError where it cannot be read or holds no such `part`. */
export function readPem(setting: string, file: string, part: 'CERTIFICATE' | 'PRIVATE KEY'): string {
  const text = readText(setting, file);
  const blocks = text.match(/-----BEGIN ([A-Z ]+)-----/g) ?? [];
  if (!blocks.some((block) => block.endsWith(`${part}-----`))) {
    throw new ConfigError(`${setting}: ${file} holds no ${part} in PEM (a text that begins with -----BEGIN)`);
  }
  if (part === 'CERTIFICATE') refuseBroken(setting, file, text);
  return text;
}

function readText(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${setting}: the file cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function refuseBroken(setting: string, file: string, pem: string): void {
  try {
    new X509Certificate(pem); // the first one
  } catch (error) {
    throw new ConfigError(`${setting}: the certificate in ${file} is broken: ${messageOf(error)}`, { cause: error });
  }
}
