import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { TestProject } from 'vitest/node';

interface SharedServer {
  readonly port: number;
  readonly ready: Promise<void>;
  /** Ends it at once, started or not. */
  kill(): void;
}

/** Loaded when it is wanted, so that a run without it is not slower for it. */
const STARTERS: Readonly<Record<string, () => Promise<SharedServer>>> = {
  '/postgres': async () => {
    const { freePort } = await import('@vedette/core/testing');
    return (await import('@vedette/store/testing')).startPostgres(await freePort());
  },
  '/radosgw': async () => (await import('@vedette/store/testing')).startRadosgw(),
};

/**
 * Servers that take long to start serve a whole run of tests: each is started when the first file asks for it, and ends with
 * the run, however that ends.
 */
export default async function shareServers({ provide }: TestProject): Promise<() => void> {
  const asked = new Map<string, Promise<number>>();
  const running: SharedServer[] = [];
  async function start(path: string): Promise<number> {
    const server = await STARTERS[path]?.();
    if (!server) throw new Error(`there is no ${path}`);
    running.push(server);
    await server.ready;
    return server.port;
  }
  const desk = createServer(async ({ url = '' }, answer) => {
    const port = asked.get(url) ?? start(url);
    asked.set(url, port);
    try {
      answer.end(String(await port));
    } catch (error) {
      answer.writeHead(500).end(String(error));
    }
  });
  const end = () => {
    for (const server of running.splice(0)) server.kill();
  };
  process.once('exit', end); // Ctrl-C does not wait for what is below
  provide('sharedServers', await listen(desk));
  return () => {
    desk.close();
    desk.closeAllConnections();
    end();
    process.off('exit', end);
  };
}

async function listen(desk: Server): Promise<string> {
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
