// A session with the settings of ours, and nothing around it.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../edge/face-detector/package.json', import.meta.url));
/** The detector's, not one of this folder's own. */
const RUNTIME = 'onnxruntime-node';
const { InferenceSession, Tensor } = require(RUNTIME);

/** `run()` runs the model on one tensor, `{ values, shape }`. */
export async function openBare(file, { values, shape }) {
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    enableMemPattern: false,
  });
  const feeds = { [session.inputNames[0]]: new Tensor('float32', values, shape) };
  return { run: () => session.run(feeds), close: () => session.release() };
}
