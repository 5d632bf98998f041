import { isLoopback } from '../../run/is-loopback.ts';
import type { LinkOptions } from './link.ts';

/** Whether a password would go over a network as it is: without TLS, to another machine. */
export function isPasswordInClear({ url, password }: Pick<LinkOptions, 'url' | 'password'>): boolean {
  const { protocol, hostname, password: ofUrl } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, ''); // an IPv6 address
  return protocol === 'mqtt:' && Boolean(password ?? ofUrl) && !isLoopback(host);
}
