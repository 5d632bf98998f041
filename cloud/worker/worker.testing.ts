import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describeShot } from '@vedette/core/message';
import { eventually, loggedContext, sampleShot, temporaryFolder } from '@vedette/core/testing';
import { operationsSchema } from '@vedette/operations/config';
import {
  type Bucket,
  type Catalog,
  type CatalogEntry,
  type Job,
  openBucket,
  openCatalog,
  shotKey,
} from '@vedette/store';
import { onTestFinished } from 'vitest';
import { workerSchema } from './config.ts';
import { startWorker, type WorkerSetup } from './start-worker.ts';

/** A bucket and a catalog, with what there is to do in them. */
export async function workRig(catalogUrl?: string) {
  const folder = temporaryFolder();
  const bucketUrl = `file:${join(folder, 'bucket')}`;
  const setup = { bucketUrl, catalogUrl: catalogUrl ?? `file:${join(folder, 'catalog.db')}` };
  const bucket = await openBucket(bucketUrl);
  const catalog = await openCatalog(setup.catalogUrl);
  onTestFinished(async () => void (await Promise.all([bucket.close(), catalog.close()])));
  return { folder, setup, bucket, catalog, jobs: catalog.jobs };
}

/** Stores a picture as a shot, and writes it down. */
export async function storePicture(
  { bucket, catalog }: { readonly bucket: Bucket; readonly catalog: Catalog },
  data: Buffer,
): Promise<CatalogEntry> {
  const shot = sampleShot({}, data);
  const entry: CatalogEntry = { ...describeShot(shot), key: shotKey(shot), storedAt: shot.at };
  const describe = () => JSON.stringify(entry);
  await bucket.putIfAbsent(entry.key, data, { contentType: 'image/jpeg', describe });
  await catalog.add(entry);
  return entry;
}

/** Adds a job and tells its id. */
export async function addJob(catalog: Catalog, image: string, operations: unknown[], maxAttempts = 3): Promise<string> {
  const id = randomUUID();
  await catalog.jobs.add({ id, image, operations, maxAttempts }, { maxQueued: 10_000 });
  return id;
}

/** A worker that stops with the test. */
export async function startedWorker(setup: Pick<WorkerSetup, 'bucketUrl' | 'catalogUrl'>, operations: object = {}) {
  const context = loggedContext('debug');
  const config = workerSchema.parse({ leaseSeconds: 5 });
  const worker = await startWorker(config, { ...setup, operations: operationsSchema.parse(operations) }, context);
  onTestFinished(() => worker.stop());
  const metric = async (name: string) =>
    (await context.metrics.metrics())
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1];
  return { worker, lines: context.lines, metric };
}

/** The job when it has ended. */
export function ended(catalog: Catalog, id: string, withinMs = 30_000): Promise<Job> {
  return eventually(
    'the job ended',
    async () => {
      const job = await catalog.jobs.get(id);
      return (job?.state === 'done' || job?.state === 'failed') && job;
    },
    withinMs,
  );
}
