import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { ConfigError, messageOf } from '../errors.ts';
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

/** Reads, overlays and checks a configuration: file, environment over it, flags over that. Throws ConfigError. */
export function loadConfig<S extends z.ZodType>(schema: S, layers: Layers): z.infer<S> {
  const sources: Tree[] = [
    layers.file === undefined ? {} : readFile(layers.file),
    readEnvironment(schema, layers.environment),
    layers.flags ?? {},
    ...(layers.set ?? []).map(readSet),
  ];
  const parsed = schema.safeParse(sources.reduce(overlay));
  if (parsed.success) return parsed.data;
  throw new ConfigError(`the configuration is wrong:\n${parsed.error.issues.map(describeIssue).join('\n')}`);
}

/** One line an issue: the key, how to say it in the environment, what is wrong. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...path, key].join('.')).join(', ');
    return `  ${keys}: no such setting (see \`vedette config print\`)`;
  }
  return `  ${path.join('.')} (${environmentName(path)}): ${issue.message}`;
}

function readFile(file: string): Tree {
  let value: unknown;
  try {
    value = parseYaml(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError(`cannot read the configuration file ${file}: ${messageOf(error)}`, { cause: error });
  }
  if (!isTree(value)) throw new ConfigError(`the configuration file ${file} must hold a map of settings`);
  return value;
}

/** Walks the schema, not the environment: a setting's name follows from its path, so nothing has to be parsed. */
function readEnvironment(schema: z.ZodType, environment: NodeJS.ProcessEnv): Tree {
  let tree: Tree = {};
  for (const { path, secret } of leavesOf(schema)) {
    const name = environmentName(path);
    const value = environment[name] ?? (secret ? readSecretFile(name, environment[`${name}_FILE`]) : undefined);
    if (value !== undefined) tree = overlay(tree, branch(path, value));
  }
  return tree;
}

function readSecretFile(name: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
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
