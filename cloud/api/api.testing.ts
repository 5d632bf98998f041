import { join } from 'node:path';
import { commonSchema } from '@vedette/core/config';
import { describeShot, nowMicros, type Shot } from '@vedette/core/message';
import { serveObservation } from '@vedette/core/observe';
import { quietContext, temporaryFolder, testBroker } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { operationsSchema } from '@vedette/operations/config';
import { type CatalogEntry, openBucket, openCatalog, parseKeyTemplate, shotKey } from '@vedette/store';
import { onTestFinished } from 'vitest';
import { apiSchema } from './config.ts';
import { startApi } from './start-api.ts';

export interface TestApiOptions {
  readonly catalogUrl?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly operations?: Readonly<Record<string, unknown>>;
  readonly host?: string;
  readonly consoleFolder?: string;
  readonly data?: string;
}

export type TestApi = Awaited<ReturnType<typeof testApi>>;

/** An API over a bucket, a catalog and a broker that are all real, on a port of its own; and the same bucket and catalog. */
export async function testApi(options: TestApiOptions = {}) {
  const { data = temporaryFolder(), settings = {}, operations = {}, host = '127.0.0.1', consoleFolder } = options;
  const bucketUrl = `file:${join(data, 'bucket')}`;
  const catalogUrl = options.catalogUrl ?? `file:${join(data, 'catalog.db')}`;
  const broker = await testBroker({ name: 'cloud-broker' });
  const context = quietContext();
  const service = await startApi(
    apiSchema.parse({ brokerUrl: broker.url, ...settings }),
    {
      ...{ bucketUrl, catalogUrl, consoleFolder, template: parseKeyTemplate('default') },
      operations: operationsSchema.parse(operations),
    },
    commonSchema.parse({ data, http: { host, port: 0 } }),
    context,
  );
  onTestFinished(() => service.stop());
  const http = await serveObservation({ host, port: 0, services: [service], metrics: [context.metrics] });
  onTestFinished(() => http.close());
  const [bucket, catalog] = [await openBucket(bucketUrl), await openCatalog(catalogUrl, { mayBeAway: true })];
  onTestFinished(async () => void (await Promise.all([bucket.close(), catalog.close()])));
  const url = `http://127.0.0.1:${http.port}`;
  return {
    ...{ url, bucket, catalog, broker, topics: topicsUnder('vedette'), data, service },
    close: () => http.close(),
    ask: (path: string, init?: RequestInit) => fetch(url + path, init),
    /** Stores a shot as the sink does. */
    async store(shot: Shot): Promise<CatalogEntry> {
      const entry = { ...describeShot(shot), key: shotKey(shot), storedAt: nowMicros() };
      const json = `${JSON.stringify(entry)}\n`;
      if (shot.image) {
        const put = { contentType: shot.image.type, describe: () => json };
        await bucket.putIfAbsent(entry.key, shot.image.data, put);
      } else await bucket.putIfAbsent(entry.key, Buffer.from(json), { contentType: 'application/json' });
      await catalog.add(entry);
      return entry;
    },
  };
}

/** What a route answers, as JSON of whatever shape a test expects. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into many shapes, and says what it wants of each.
export async function jsonOf(response: Response): Promise<any> {
  return response.json();
}
