import 'reflect-metadata'; // @peculiar/x509 cannot be loaded without it
import { webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** The authority's is trusted by every device and hard to replace. */
const AUTHORITY_DAYS = 7_300;
const SERVER_DAYS = 3_650;
/** A clock that is a little slow must not refuse what was made just now. */
const SLACK_MS = DAY_MS;

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority of its own. */
export async function makeAuthority(): Promise<KeyPair> {
  const keys = await newKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Vedette',
    ...validFor(AUTHORITY_DAYS),
    keys,
    signingAlgorithm: KEY,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: pemOf(cert), key: await keyPem(keys) };
}

/** A certificate for a broker that is reached under these names and IP addresses. */
export function issueForServer(authority: KeyPair, hosts: readonly string[]): Promise<KeyPair> {
  const names = hosts.map((host) => ({ type: isIP(host) ? ('ip' as const) : ('dns' as const), value: host }));
  return issue(authority, hosts[0] ?? '', SERVER_DAYS, [
    new x509.SubjectAlternativeNameExtension(names),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
  ]);
}

/** A certificate by which a client is known as `name`. */
export function issueForClient(authority: KeyPair, name: string, days: number): Promise<KeyPair> {
  return issue(authority, name, days, [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]);
}

/** As Node writes it: `AB:CD:…`. */
export function fingerprintOf(cert: string): string {
  return new X509Certificate(cert).fingerprint256;
}

async function issue(authority: KeyPair, name: string, days: number, extensions: x509.Extension[]): Promise<KeyPair> {
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.cert);
  const cert = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [name] }],
    issuer: issuer.subject,
    ...validFor(days),
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority.key),
    signingAlgorithm: KEY,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ...extensions,
    ],
  });
  return { cert: pemOf(cert), key: await keyPem(keys) };
}

function newKeys() {
  return webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
}

function validFor(days: number) {
  const now = Date.now();
  return { notBefore: new Date(now - SLACK_MS), notAfter: new Date(now + days * DAY_MS) };
}

function pemOf(cert: x509.X509Certificate): string {
  return `${cert.toString('pem')}\n`;
}

async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (!der) throw new Error('there is no key in the PEM text');
  return webcrypto.subtle.importKey('pkcs8', der, KEY, false, ['sign']);
}
