import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { TestProject } from 'vitest/node';

interface SharedServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Loaded when it is wanted, so that a run without it is not slower for it. */
const STARTERS: Readonly<Record<string, () => Promise<SharedServer>>> = {
  '/postgres': async () => (await import('@vedette/store/testing')).startPostgres(),
  '/radosgw': async () => (await import('@vedette/store/testing')).startRadosgw(),
};

/** Servers that take long to start serve a whole run of tests: each is started by the first file that asks, and ends here. */
export default async function shareServers({ provide }: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<SharedServer>>();
  const desk = createServer(async ({ url = '' }, answer) => {
    try {
      const server = started.get(url) ?? STARTERS[url]?.();
      if (!server) throw new Error(`there is no ${url}`);
      started.set(url, server);
      answer.end(String((await server).port));
    } catch (error) {
      answer.writeHead(500).end(String(error));
    }
  });
  provide('sharedServers', await listen(desk));
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await Promise.allSettled([...started.values()].map(async (server) => (await server).stop()));
  };
}

async function listen(desk: Server): Promise<string> {
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
