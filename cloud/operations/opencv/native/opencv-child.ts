// The process that OpenCV for Node runs in: a second thread that loads it kills the process, and a call of its may crash
// it. Each message is a request, answered by pixels or by what is wrong.
import { messageOf } from '@vedette/core/errors';
import type { OpenCvAnswer, OpenCvRequest } from '../messages.ts';
import { loadNative, type NativeOpenCv } from './load-native.ts';
import { runNative } from './native-steps.ts';

process.on('message', (request: OpenCvRequest) => process.send?.(answerTo(request)));
process.on('disconnect', () => process.exit());

let loaded: NativeOpenCv | undefined;

function answerTo(request: OpenCvRequest): OpenCvAnswer {
  try {
    loaded ??= loadNative();
  } catch (error) {
    return { absent: `OpenCV for Node cannot be loaded: ${messageOf(error)}` };
  }
  try {
    return { pixels: runNative(loaded, request) };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}
