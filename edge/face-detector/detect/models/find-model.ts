import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';

/** Files of YuNet as its authors and OpenCV name them; the 2022 generation has other outputs and is no match. */
const YUNET_FILE = /^(face_detection_)?yunet(?!.*2022).*\.onnx$/i;

const require = createRequire(import.meta.url);

/**
 * The file of a model: `auto`, `blazeface`, `yunet`, or a file's path or its name in one of the folders, which are
 * searched in order. Throws ConfigError, which says where it looked.
 */
export function findModel(model: string, folders: readonly string[]): string {
  switch (model) {
    case 'auto':
      return findYunet(folders) ?? bundledModel();
    case 'blazeface':
      return bundledModel();
    case 'yunet':
      return findYunet(folders) ?? missing('no YuNet model (yunet*.onnx, face_detection_yunet*.onnx)', folders);
    default:
      return findFile(model, folders);
  }
}

/** One of free size is better than one of fixed size: it sees a frame in its own shape. */
function findYunet(folders: readonly string[]): string | undefined {
  const isFixed = (name: string) => (name.includes('dynamic') ? 0 : 1);
  for (const folder of folders) {
    const [best] = filesOf(folder)
      .filter((name) => YUNET_FILE.test(name))
      .sort((a, b) => isFixed(a) - isFixed(b) || (a < b ? -1 : 1));
    if (best !== undefined) return join(folder, best);
  }
  return undefined;
}

function findFile(file: string, folders: readonly string[]): string {
  if (!/\.(onnx|tflite)$/i.test(file)) {
    throw new ConfigError(`the model is auto, blazeface, yunet or the path of an .onnx or .tflite file, not "${file}"`);
  }
  const found = [resolve(file), ...folders.map((folder) => join(folder, file))].find(isFile);
  return found ?? missing(`no model ${file}`, [process.cwd(), ...folders]);
}

/** MediaPipe's, which comes with npm. */
function bundledModel(): string {
  try {
    return require.resolve('@mediapipe/face_detection/face_detection_full_range.tflite');
  } catch (error) {
    throw new ConfigError('the package @mediapipe/face_detection is not installed; run "npm ci"', { cause: error });
  }
}

function missing(what: string, folders: readonly string[]): never {
  const where = folders.length === 0 ? 'no folder was named' : `looked in ${folders.join(', ')}`;
  throw new ConfigError(
    `there is ${what}: ${where}; put it into the folder that VEDETTE_MODELS names, or take --model auto`,
  );
}

/** A folder of models that does not exist holds none. */
function filesOf(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? readdirSync(folder).filter((name) => isFile(join(folder, name))) : [];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
