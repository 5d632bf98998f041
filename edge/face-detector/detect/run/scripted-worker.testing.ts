import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';

/**
 * The script of a worker that opens at once and answers each `infer` as `answer` says: the source of a function of the
 * request, which may end the thread.
 */
export function scriptedWorker(answer: string): string {
  const script = join(temporaryFolder(), 'worker.mjs');
  writeFileSync(
    script,
    `import { parentPort, threadId } from 'node:worker_threads';
    const model = { name: 'm', sha256: '', provider: 'cpu' };
    const answer = ${answer};
    parentPort.on('message', (request) => {
      if (request.type === 'close') parentPort.close();
      else parentPort.postMessage(answer(request));
    });
    parentPort.postMessage({ type: 'opened', model, signature: { inputs: [], outputs: [] } });`,
  );
  return script;
}
