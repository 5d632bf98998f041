import type { X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { Aedes, AuthenticateError, Client } from 'aedes';
import { messageOf } from '../../errors.ts';
import { certificateEnd } from '../certificate-end.ts';
import type { Access } from './guard.ts';
import { NamedPlaces } from './named-places.ts';

/** What a client shows when it connects. */
export interface Login {
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  /** The client's own, where it has shown one that an authority of ours signed and that is valid now. */
  readonly certificate: X509Certificate | undefined;
}

export interface Identity extends Access {
  /** Without `#`; empty for one that has no name. */
  readonly name: string;
}

/** Who may come in. */
export interface Admission {
  /** Resolves to undefined for one who may not; rejects where it cannot be said now. */
  admit(login: Login): Promise<Identity | undefined>;
  /** Whether an identity that was let in still stands. */
  stands(identity: Identity): boolean;
  /** Calls back whenever `stands` may have changed; gives what ends that. */
  onChange(changed: () => void): () => void;
}

/** The parts of aedes that are meant here, which it does not type. */
interface Connected {
  readonly clients: Readonly<Record<string, Client>>;
}

/** CONNACK of MQTT 3.1.1. */
const UNAVAILABLE = 3;
const NOT_AUTHORIZED = 5;

/**
 * Lets in whom `admission` knows, and cuts off whom it knows no longer. The client ids of a name are its own: with that of
 * another device one could take over its session, and get or acknowledge its messages. `maxOfOneName`: so that one alone
 * cannot take all places.
 */
export function admit(aedes: Aedes, admission: Admission, maxOfOneName: number) {
  const identities = new WeakMap<Client, Identity>();
  const places = new NamedPlaces(maxOfOneName);
  aedes.authenticate = (client, username, password, done) => {
    const login = { username, password: password && Buffer.from(password), certificate: certificateOf(client) };
    admission.admit(login).then(
      (identity) => {
        if (!identity) return done(refusal(NOT_AUTHORIZED, denialOf(client, username)), null);
        const { name } = identity;
        identities.set(client, identity);
        if (name !== '') client.id = `${name}#${client.id}`;
        if (name === '' || places.take(name, client)) done(null, true);
        else done(refusal(UNAVAILABLE, `${maxOfOneName} others are connected as ${name}`), null);
      },
      (error) => done(refusal(UNAVAILABLE, messageOf(error)), null),
    );
  };
  const stopListening = admission.onChange(() => {
    for (const client of Object.values((aedes as unknown as Connected).clients)) {
      const identity = identities.get(client);
      if (identity && !admission.stands(identity)) client.close();
    }
  });
  return { identityOf: (client: Client) => identities.get(client), close: stopListening };
}

function refusal(returnCode: number, message: string): AuthenticateError {
  return Object.assign(new Error(message), { returnCode });
}

/** Who was turned away, and where it shows a certificate that is not good, why. */
function denialOf({ conn }: Client, username: string | undefined): string {
  const certificate = conn instanceof TLSSocket && !conn.authorized ? conn.getPeerX509Certificate() : undefined;
  if (username !== undefined || !certificate) return `not authorized as ${username ?? 'nobody'}`;
  const [, name = 'nobody'] = /^CN=(.{1,300})$/m.exec(certificate.subject) ?? [];
  const { ms, day } = certificateEnd(certificate);
  const fault = ms < Date.now() ? `expired on ${day}` : 'is signed by nobody that is known here';
  return `not authorized: the certificate of ${name} ${fault}`;
}

function certificateOf({ conn }: Client): X509Certificate | undefined {
  return conn instanceof TLSSocket && conn.authorized ? conn.getPeerX509Certificate() : undefined;
}
