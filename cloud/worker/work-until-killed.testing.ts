// A worker on the bucket `argv[2]` and the catalog `argv[3]`, which writes a line to stdout while it has jobs in hand; until it is
// killed.
import { quietContext } from '@vedette/core/testing';
import { operationsSchema } from '@vedette/operations/config';
import { workerSchema } from './config.ts';
import { startWorker } from './start-worker.ts';

const [bucketUrl = '', catalogUrl = ''] = process.argv.slice(2);
const context = quietContext();
const setup = { bucketUrl, catalogUrl, operations: operationsSchema.parse({}) };
await startWorker(workerSchema.parse({ leaseSeconds: 1 }), setup, context);

setInterval(async () => {
  const metric = await context.metrics.getSingleMetric('vedette_worker_in_hand')?.get();
  if ((metric?.values[0]?.value ?? 0) > 0) process.stdout.write('in hand\n');
}, 5);
