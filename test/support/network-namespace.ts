import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** A host of its own on this machine: a network behind a cable that can be pulled. */
export interface NetworkNamespace {
  /** Its address, as this host sees it. */
  readonly address: string;
  /** What stands before a command that runs there. */
  readonly command: readonly string[];
  /** Packets vanish from here on, in both directions; nobody is told. */
  unplug(): void;
  plugIn(): void;
  /** Connections from here that wait for an answer to their SYN. */
  unanswered(): number;
}

/** Undefined where this user may not make one, of which a test has one; it goes with the test. */
export function networkNamespace(): NetworkNamespace | undefined {
  const name = `vedette-${process.pid}`;
  const [here, there] = [`v${process.pid}h`, `v${process.pid}t`];
  const network = `10.213.${process.pid % 256}`;
  const address = `${network}.2`;
  const inside = ['-n', name];
  if (!ip('netns', 'add', name)) return undefined;
  onTestFinished(() => void ip('netns', 'delete', name)); // and with it the cable
  const isUp =
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name) &&
    ip('address', 'add', `${network}.1/30`, 'dev', here) &&
    ip('link', 'set', here, 'up') &&
    ip(...inside, 'address', 'add', `${address}/30`, 'dev', there) &&
    ip(...inside, 'link', 'set', there, 'up') &&
    ip(...inside, 'link', 'set', 'lo', 'up');
  if (!isUp) return undefined;
  return {
    address,
    command: ['ip', 'netns', 'exec', name],
    // The far end: were it the near one, this host would know that there is no way.
    unplug: () => void ip(...inside, 'link', 'set', there, 'down'),
    plugIn: () => void ip(...inside, 'link', 'set', there, 'up'),
    unanswered: () => unansweredBy(address),
  };
}

/** As the kernel lists them: the address in hex, its last byte first, the port, and the state SYN_SENT. */
function unansweredBy(address: string): number {
  const bytes = address.split('.').map(Number).toReversed();
  const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return lines.filter((line) => new RegExp(` ${hex}:[0-9A-F]{4} 02 `).test(line)).length;
}

function ip(...args: string[]): boolean {
  return spawnSync('ip', args, { stdio: 'ignore' }).status === 0;
}
