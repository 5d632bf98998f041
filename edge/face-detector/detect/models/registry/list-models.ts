import { join, parse } from 'node:path';
import { findModel } from '../find-model.ts';
import { BUNDLED, BUNDLED_SOURCE, bundledModel } from './bundled.ts';
import { hashFile } from './hash-file.ts';
import type { KnownModel } from './known-model.ts';
import { KNOWN_MODELS } from './known-models.ts';
import { modelFilesIn } from './model-files.ts';

/** A model as `vedette models` shows it. */
export interface ListedModel {
  readonly name: string;
  /** `changed`: there under a known name, with other bytes; `own`: there, and known to nobody but its owner. */
  readonly state: 'bundled' | 'here' | 'changed' | 'own' | 'to pull';
  /** What `--model auto` takes. */
  readonly auto: boolean;
  /** Undefined where only its owner knows. */
  readonly task?: 'face' | 'object' | undefined;
  readonly source?: string | undefined;
  readonly licence?: string | undefined;
  /** Hex, of the file that is there, else of the one to pull. */
  readonly sha256: string;
  readonly path?: string | undefined;
}

/** What is in the folders, in their order, what comes with npm, and what can be pulled. */
export async function listModels(folders: readonly string[]): Promise<ListedModel[]> {
  const auto = findModel('auto', folders);
  const paths = folders.flatMap((folder) => modelFilesIn(folder).map((name) => join(folder, name)));
  const here = await Promise.all(paths.map((path) => fileInFolder(path, auto)));
  const bundled = await Promise.all(BUNDLED.map((name) => bundledFile(bundledModel(name), auto)));
  const absent = KNOWN_MODELS.filter(({ name }) => !here.some((model) => model.name === name));
  return [...here, ...bundled, ...absent.map(notHere)];
}

async function fileInFolder(path: string, auto: string): Promise<ListedModel> {
  const { name } = parse(path);
  const sha256 = await hashFile(path);
  const known = KNOWN_MODELS.find((model) => model.sha256 === sha256);
  const isNamed = KNOWN_MODELS.some((model) => model.name === name);
  const state = known ? 'here' : isNamed ? 'changed' : 'own';
  return { name, state, auto: path === auto, ...(known ? originOf(known) : {}), sha256, path };
}

async function bundledFile(path: string, auto: string): Promise<ListedModel> {
  const { package: source, licence } = BUNDLED_SOURCE;
  const file = { sha256: await hashFile(path), path };
  return { name: parse(path).name, state: 'bundled', auto: path === auto, task: 'face', source, licence, ...file };
}

function notHere(known: KnownModel): ListedModel {
  return { name: known.name, state: 'to pull', auto: false, ...originOf(known), sha256: known.sha256 };
}

function originOf({ task, source, licence }: KnownModel) {
  return { task, source: `${source.repository}@${source.commit}/${source.path}`, licence };
}
