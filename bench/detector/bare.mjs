// A session with the settings of ours, and nothing around it.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../edge/face-detector/package.json', import.meta.url));
// biome-ignore lint/correctness/noUndeclaredDependencies: it is the detector's, whose own is meant
const { InferenceSession, Tensor } = require('onnxruntime-node');

/** `run()` runs the model on one tensor, `{ values, shape }`. */
export async function openBare(file, { values, shape }) {
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const feeds = { [session.inputNames[0]]: new Tensor('float32', values, shape) };
  return { run: () => session.run(feeds), close: () => session.release() };
}
