// The thread that writes objects: `workerData` is the bucket's folder; each message is a group, answered by its outcomes.
import { parentPort, workerData } from 'node:worker_threads';
import { type ObjectToWrite, ObjectWriter } from './object-writer.ts';
import type { SentGroup } from './writer-thread.ts';

const port = parentPort;
if (!port) throw new Error('writer-worker runs as a worker thread only');

const writer = new ObjectWriter(workerData);
port.on('message', (group: SentGroup) => {
  // What it rejects with is a defect, and ends the thread with its stack.
  void writer.write(unpack(group)).then((written) => port.postMessage(written));
});

function unpack({ bodies, objects }: SentGroup): ObjectToWrite[] {
  let at = 0;
  return objects.map(({ bytes, ...object }) => {
    const body = new Uint8Array(bodies, at, bytes);
    at += bytes;
    return { ...object, body };
  });
}
