import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError, messageOf } from '../errors.ts';
import { fromText } from './from-text.ts';
import { environmentName, leavesOf } from './leaves.ts';
import { branch, isTree, overlay, type Tree } from './tree.ts';

export interface Layers {
  /** A YAML file, or none. */
  readonly file?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** What the flags say, already as a tree. */
  readonly flags?: Tree;
  /** `path=value` texts of `--set`. */
  readonly set?: readonly string[];
}

/** Variables of our prefix that are no settings. */
const OTHER_VARIABLES = new Set(['VEDETTE_CONFIG']);

/** Reads, overlays and checks a configuration: file, environment over it, flags over that. Throws ConfigError. */
export function loadConfig<S extends z.ZodType>(schema: S, layers: Layers): z.infer<S> {
  const texts = [readEnvironment(schema, layers.environment), layers.flags ?? {}, ...(layers.set ?? []).map(readSet)];
  const file = layers.file === undefined ? {} : readFile(layers.file);
  const parsed = schema.safeParse(texts.map((tree) => fromText(schema, tree)).reduce(overlay, file));
  if (parsed.success) return parsed.data;
  const variables = new Set(leavesOf(schema).map(({ path }) => environmentName(path)));
  const lines = parsed.error.issues.map((issue) => describeIssue(issue, variables));
  const [first, ...others] = lines;
  const all = others.length === 0 ? ` ${first}` : lines.map((line) => `\n  ${line}`).join('');
  throw new ConfigError(`the configuration is wrong:${all}`);
}

/** One line an issue: the key, its variable where it has one, what is wrong. */
function describeIssue(issue: z.core.$ZodIssue, variables: ReadonlySet<string>): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...path, key].join('.')).join(', ');
    return `${keys}: no such setting (see \`vedette config print\`)`;
  }
  const variable = environmentName(path);
  return `${path.join('.')}${variables.has(variable) ? ` (${variable})` : ''}: ${issue.message}`;
}

function readFile(file: string): Tree {
  let value: unknown;
  try {
    value = readYaml(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError(`cannot read the configuration file ${file}: ${messageOf(error)}`, { cause: error });
  }
  if (!isTree(value)) throw new ConfigError(`the configuration file ${file} must hold a map of settings`);
  return value;
}

/** Throws an error that says the line, and does not show it: it may hold a password. */
function readYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter });
  const [error] = document.errors;
  if (error) throw new Error(`line ${lineCounter.linePos(error.pos[0]).line}: ${error.message}`, { cause: error });
  return document.toJS();
}

/** An empty variable counts as none. Throws ConfigError for one of our prefix that no setting has: a slip of the pen. */
function readEnvironment(schema: z.ZodType, environment: NodeJS.ProcessEnv): Tree {
  const unknown = new Set(Object.keys(environment).filter((name) => name.startsWith('VEDETTE_') && environment[name]));
  for (const name of OTHER_VARIABLES) unknown.delete(name);
  let tree: Tree = {};
  for (const { path, secret } of leavesOf(schema)) {
    const name = environmentName(path);
    const file = secret ? environment[`${name}_FILE`] : undefined;
    const value = environment[name] || (file && readSecretFile(name, file));
    if (value) tree = overlay(tree, branch(path, value));
    unknown.delete(name);
    if (secret) unknown.delete(`${name}_FILE`);
  }
  if (unknown.size === 0) return tree;
  throw new ConfigError(`${[...unknown].join(', ')}: no such setting (see \`vedette config reference\`)`);
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    throw new ConfigError(`${name}_FILE names a file that cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function readSet(text: string): Tree {
  const [path, ...value] = text.split('=');
  if (!path || value.length === 0) throw new ConfigError(`--set takes path=value, not ${JSON.stringify(text)}`);
  return branch(path.split('.'), value.join('='));
}
