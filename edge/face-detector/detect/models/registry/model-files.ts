import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MODEL_FILE = /\.(onnx|tflite)$/i;

/** Whether a name is that of a file that a model may be in. */
export function isModelFile(name: string): boolean {
  return MODEL_FILE.test(name);
}

/** The model files of a folder, by name; one that does not exist holds none. */
export function modelFilesIn(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const names = isFolder ? readdirSync(folder) : [];
  return names.filter((name) => isModelFile(name) && isFile(join(folder, name))).sort();
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
