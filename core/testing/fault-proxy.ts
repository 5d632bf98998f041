import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { Lane, type LaneTraits } from './lane.ts';

/** A link between two processes that can be broken in each of the ways in which links break. It begins whole. */
export interface FaultProxy {
  readonly port: number;
  /** Everything gets through, or no more than so much, so late. */
  pass(traits?: Pick<LaneTraits, 'bytesPerSecond' | 'delayMs'>): Promise<void>;
  /** Connections stand, and new ones come up, but nothing gets through; what was sent comes when the link is back. */
  blackHole(): void;
  /** Each connection ends with a RST, now; new ones are taken. */
  reset(): void;
  /** Nobody listens: each connection ends with a RST, and new ones are refused. */
  refuse(): Promise<void>;
  /** Connections that stand. */
  readonly connections: number;
}

/** Stands before the port `target` of this machine until the test ends. */
export async function faultProxy(target: number): Promise<FaultProxy> {
  const port = await freePort();
  const pairs = new Set<Pair>();
  let traits: LaneTraits = {};
  let server: Server | undefined;

  async function listen(): Promise<void> {
    server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const pair = new Pair(socket, target, () => traits);
      pairs.add(pair);
      socket.once('close', () => pairs.delete(pair));
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  function become(next: LaneTraits): void {
    traits = next;
    for (const pair of pairs) pair.wake();
  }
  function reset(): void {
    for (const pair of pairs) pair.reset();
  }
  async function refuse(): Promise<void> {
    const closed = server && once(server, 'close');
    server?.close();
    server = undefined;
    reset();
    await closed;
  }
  await listen();
  onTestFinished(refuse);
  return {
    port,
    async pass(next = {}) {
      become(next);
      if (!server) await listen();
    },
    blackHole: () => become({ isHole: true }),
    reset,
    refuse,
    get connections() {
      return pairs.size;
    },
  };
}

/** A connection to the proxy and the one that it makes for it. */
class Pair {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #lanes: readonly Lane[];

  constructor(near: Socket, target: number, traits: () => LaneTraits) {
    this.#near = near;
    this.#far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#lanes = [new Lane(near, this.#far, traits), new Lane(this.#far, near, traits)];
    for (const socket of [this.#near, this.#far]) socket.on('error', () => this.reset());
  }

  wake(): void {
    for (const lane of this.#lanes) lane.wake();
  }

  reset(): void {
    this.#near.resetAndDestroy();
    this.#far.resetAndDestroy();
  }
}
