import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { ConfigError, messageOf } from '@vedette/core/errors';
import { freeInputSize } from './onnx/free-input-size.ts';
import { writeOnnx } from './onnx/write-onnx.ts';
import { readTflite } from './tflite/read-tflite.ts';
import { toOnnx } from './tflite/to-onnx.ts';

/** OpenCV's face_detection_yunet_2022mar.onnx: its graph takes any size, of which its header names the one of its export. */
const YUNET_2022MAR = '50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7';

/** A model's file, ready for ONNX Runtime. */
export interface ModelFile {
  readonly path: string;
  readonly name: string;
  /** Hex SHA-256 of the file as it was read. */
  readonly sha256: string;
  readonly onnx: Uint8Array;
}

/** Reads an .onnx file as it is, a .tflite file by translating it in memory. Throws ConfigError. */
export async function loadModel(path: string): Promise<ModelFile> {
  const { name, ext } = parse(path);
  try {
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const onnx = ext.toLowerCase() === '.tflite' ? writeOnnx(toOnnx(readTflite(bytes))) : bytes;
    return { path, name, sha256, onnx: sha256 === YUNET_2022MAR ? freeInputSize(onnx) : onnx };
  } catch (error) {
    throw new ConfigError(`the model ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}
