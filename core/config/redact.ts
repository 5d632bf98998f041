import type { z } from 'zod';
import { leavesOf } from './leaves.ts';
import { branch, overlay, type Tree, valueAt } from './tree.ts';

/** A configuration as it may be shown: secrets, and passwords inside URLs, are hidden. */
export function redact(schema: z.ZodType, config: Tree): Tree {
  let shown = config;
  for (const { path, secret } of leavesOf(schema)) {
    const value = valueAt(config, path);
    if (typeof value !== 'string') continue;
    const safe = secret ? '(hidden)' : value.replace(/(:\/\/[^:/@\s]*:)[^@/\s]+@/, '$1(hidden)@');
    if (safe !== value) shown = overlay(shown, branch(path, safe));
  }
  return shown;
}
