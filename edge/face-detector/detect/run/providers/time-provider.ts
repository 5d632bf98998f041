// A process that opens a model on one execution provider and says what a run takes there; or why it does not, and ends with 1.
//   time-provider.js OPTIONS-AS-JSON
import { messageOf } from '@vedette/core/errors';
import { type InferenceOptions, OnnxInference } from '../onnx-inference.ts';

const options: InferenceOptions = JSON.parse(process.argv[2] ?? '{}');
try {
  const inference = await OnnxInference.open(options);
  process.stdout.write(JSON.stringify(inference.model));
  await inference.close();
} catch (error) {
  process.stdout.write(messageOf(error));
  process.exitCode = 1;
}
