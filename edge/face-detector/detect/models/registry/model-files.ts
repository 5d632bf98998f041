import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, messageOf } from '@vedette/core/errors';

const MODEL_FILE = /\.(onnx|tflite)$/i;

/** Whether a name is that of a file that a model may be in. */
export function isModelFile(name: string): boolean {
  return MODEL_FILE.test(name);
}

/** The model files of a folder, by name; one that does not exist holds none. Throws ConfigError where none can be there. */
export function modelFilesIn(folder: string): string[] {
  const isFolder = lookAt(folder, statFor)?.isDirectory() ?? false;
  const names = isFolder ? lookAt(folder, (path) => readdirSync(path)) : [];
  return names.filter((name) => isModelFile(name) && isFile(join(folder, name))).sort();
}

/** Throws ConfigError where the path goes through what is no folder, or where nobody may look. */
export function isFile(path: string): boolean {
  return lookAt(path, statFor)?.isFile() ?? false;
}

function statFor(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function lookAt<Found>(path: string, look: (path: string) => Found): Found {
  try {
    return look(path);
  } catch (error) {
    throw new ConfigError(`cannot look for models at ${path} (${messageOf(error)}): name another folder`, {
      cause: error,
    });
  }
}
