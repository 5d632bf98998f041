import { writeOnnx } from '../onnx/write-onnx.ts';
import { readTflite } from './read-tflite.ts';
import { toOnnx } from './to-onnx.ts';

/** The bytes of a .tflite file as those of an .onnx file that computes the same. */
export function tfliteToOnnx(bytes: Uint8Array): Uint8Array {
  return writeOnnx(toOnnx(readTflite(bytes)));
}
