export { startWorker, type WorkerSetup } from './start-worker.ts';
