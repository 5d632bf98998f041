import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import { ConfigError, messageOf } from '@vedette/core/errors';

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
    return { path, name, sha256, onnx: await toRunnable(bytes, ext.toLowerCase(), sha256) };
  } catch (error) {
    throw new ConfigError(`the model ${path} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

/** What reads and writes graphs is loaded where a graph has to be changed only: it takes some ten megabytes. */
async function toRunnable(bytes: Uint8Array, extension: string, sha256: string): Promise<Uint8Array> {
  if (extension === '.tflite') return (await import('./tflite/tflite-to-onnx.ts')).tfliteToOnnx(bytes);
  if (sha256 === YUNET_2022MAR) return (await import('./onnx/free-input-size.ts')).freeInputSize(bytes);
  return bytes;
}
