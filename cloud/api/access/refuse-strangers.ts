import { isIP } from 'node:net';
import { isLoopback } from '@vedette/core/run';
import { Problem } from '../problems/problem.ts';

export interface Origins {
  /** The address that the server listens on. */
  readonly host: string;
  /** Pages elsewhere that may ask. */
  readonly allowed: readonly string[];
}

/**
 * Where no token is needed, any page that a browser on this machine shows could ask for everything, or change it. So a
 * request that a page of another origin makes is refused, and on loopback one under a name that somebody gave to this
 * machine (DNS rebinding). Throws Problem.
 */
export function refuseStrangers(
  { origin, host = '' }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  { host: listensOn, allowed }: Origins,
): void {
  if (isLoopback(listensOn) && !isOurName(host)) {
    throw new Problem(403, 'host', `this machine is not called ${JSON.stringify(host)} here; use its IP address`);
  }
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new Problem(
    403,
    'origin',
    `a page of ${JSON.stringify(origin)} may not ask; api.corsOrigins names those that may`,
  );
}

/** Without its port: an address, or a name that is always this machine. */
function isOurName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost');
}
