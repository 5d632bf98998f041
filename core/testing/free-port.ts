import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that the system gives to outgoing connections, one of which could take it until it is listened on. */
const FROM = 10_000;
const COUNT = 22_000;
/** Test files run beside each other in processes of consecutive ids; none asks for so many. */
const PORTS_OF_PROCESS = 101;

let next = process.pid * PORTS_OF_PROCESS;

/**
 * A TCP port of 127.0.0.1 on which nobody listens, for a process that must be told its port, or find it again. No port
 * is given twice, since who got it may not listen on it yet.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FROM + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
