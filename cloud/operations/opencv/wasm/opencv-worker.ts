// The thread that OpenCV's WebAssembly runs in: each message is a request, answered by pixels or by what is wrong.
import { parentPort } from 'node:worker_threads';
import { messageOf } from '@vedette/core/errors';
import type { OpenCvAnswer, OpenCvRequest } from '../messages.ts';
import { loadWasm, type WasmOpenCv } from './load-wasm.ts';
import { runWasm } from './wasm-steps.ts';

const port = parentPort;
if (!port) throw new Error('opencv-worker runs as a worker thread only');

const loading = loadWasm();

port.on('message', async (request: OpenCvRequest) => {
  const cv = await loading;
  port.postMessage(answerTo(cv, request));
});

function answerTo(cv: WasmOpenCv, request: OpenCvRequest): OpenCvAnswer {
  try {
    return { pixels: runWasm(cv, request) };
  } catch (error) {
    // What C++ throws comes as the address of an exception.
    return { fault: typeof error === 'number' ? cv.exceptionFromPtr(error).msg : messageOf(error) };
  }
}
