import { z } from 'zod';
import { leavesOf } from './leaves.ts';
import { branch, isTree, overlay, type Tree, valueAt } from './tree.ts';

/**
 * A tree whose values came as text (environment, flags), with numbers, booleans, lists and maps where the schema has them;
 * a list is written with commas or as JSON, a map or a whole group of settings as JSON.
 * What does not read as such stays text, for the schema to refuse.
 */
export function fromText(schema: z.ZodType, tree: Tree): Tree {
  let typed = tree;
  for (const path of groupsOf(schema)) {
    const text = valueAt(typed, path);
    const group = typeof text === 'string' ? readJson(text.trim()) : undefined;
    if (isTree(group)) typed = overlay(typed, branch(path, group));
  }
  for (const leaf of leavesOf(schema)) {
    const text = valueAt(typed, leaf.path);
    if (typeof text === 'string')
      typed = overlay(typed, branch(leaf.path, read(text.trim(), typeOf(leaf.schema)) ?? text));
  }
  return typed;
}

/** Where the settings of a schema stand in groups, the outer ones first. */
function groupsOf(schema: z.ZodType): (readonly string[])[] {
  const groups = new Map<string, readonly string[]>();
  for (const { path } of leavesOf(schema)) {
    for (let depth = 1; depth < path.length; depth++) groups.set(path.slice(0, depth).join('.'), path.slice(0, depth));
  }
  return [...groups.values()];
}

function typeOf(schema: z.ZodType): string | undefined {
  const { type } = z.toJSONSchema(schema, { io: 'input' });
  return typeof type === 'string' ? type : undefined;
}

function read(text: string, type: string | undefined): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case 'boolean':
      return { true: true, false: false }[text.toLowerCase()];
    case 'array':
      return text.startsWith('[') ? readJson(text) : text.split(',').map((item) => item.trim());
    case 'object':
      return readJson(text);
    default:
      return undefined;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
