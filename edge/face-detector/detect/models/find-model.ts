import { join, parse, resolve } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { bundledModel, isBundled } from './registry/bundled.ts';
import { KNOWN_MODELS } from './registry/known-models.ts';
import { isFile, isModelFile, modelFilesIn } from './registry/model-files.ts';

/** Files of YuNet as its authors and OpenCV name them. */
const YUNET_FILE = /^(face_detection_)?yunet.*\.onnx$/i;

/**
 * The file of a model: `auto`, `blazeface`, `yunet`, a name without ending, or a file's path or its name in one of the
 * folders, which are searched in order. Throws ConfigError, which says where it looked.
 */
export function findModel(model: string, folders: readonly string[]): string {
  switch (model) {
    case 'auto':
      return findYunet(folders) ?? bundledModel('face_detection_full_range');
    case 'blazeface':
      return bundledModel('face_detection_full_range');
    case 'yunet':
      return findYunet(folders) ?? missing('no YuNet model', folders, pullAdvice('yunet_n_dynamic'));
    default:
      return isModelFile(model) ? findFile(model, folders) : findNamed(model, folders);
  }
}

/** The best one of the first folder that has any. */
function findYunet(folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    const [best] = modelFilesIn(folder)
      .filter((name) => YUNET_FILE.test(name))
      .sort((a, b) => rankOf(a) - rankOf(b));
    if (best !== undefined) return join(folder, best);
  }
  return undefined;
}

/** By what it finds, where that is known; of the others, one of free size sees a frame in its own shape. */
function rankOf(file: string): number {
  const rank = KNOWN_MODELS.findIndex(({ name }) => name === parse(file).name);
  if (rank >= 0) return rank;
  return KNOWN_MODELS.length + (file.includes('dynamic') ? 0 : 1);
}

function findFile(file: string, folders: readonly string[]): string {
  const found = [resolve(file), ...folders.map((folder) => join(folder, file))].find(isFile);
  return found ?? missing(`no model ${file}`, [process.cwd(), ...folders], 'name its path');
}

function findNamed(name: string, folders: readonly string[]): string {
  for (const folder of folders) {
    const file = modelFilesIn(folder).find((one) => parse(one).name === name);
    if (file !== undefined) return join(folder, file);
  }
  if (isBundled(name)) return bundledModel(name);
  if (KNOWN_MODELS.some((known) => known.name === name)) missing(`no model ${name}`, folders, pullAdvice(name));
  throw new ConfigError(
    `the model is auto, blazeface, yunet, a name that \`vedette models\` shows, or the path of an .onnx or .tflite file, not "${name}"`,
  );
}

function pullAdvice(name: string): string {
  return `run \`vedette models pull ${name}\``;
}

function missing(what: string, folders: readonly string[], advice: string): never {
  const where = folders.length === 0 ? 'no folder was named' : `looked in ${folders.join(', ')}`;
  throw new ConfigError(
    `there is ${what}: ${where}; ${advice}, put it into the folder that VEDETTE_MODELS names, or take --model auto`,
  );
}
