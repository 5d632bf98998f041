import type { z } from 'zod';
import { redactUrls } from '../observe/redact-urls.ts';
import { leavesOf } from './leaves.ts';
import { branch, overlay, type Tree, valueAt } from './tree.ts';

/** A configuration as it may be shown: secrets are hidden, addresses that may hold some are cut down to their host. */
export function redact(schema: z.ZodType, config: Tree): Tree {
  let shown = config;
  for (const { path, secret } of leavesOf(schema)) {
    const value = valueAt(config, path);
    if (typeof value !== 'string') continue;
    // A user, a password or a token stands before an @ or behind a ?; without either, an address is shown whole.
    const safe = secret ? '(hidden)' : hidePasswords(/:\/\/.*[@?]/.test(value) ? redactUrls(value) : value);
    if (safe !== value) shown = overlay(shown, branch(path, safe));
  }
  return shown;
}

/** In a pipeline (`rtspsrc user-pw=…`) a password is the value of what is called one. */
function hidePasswords(text: string): string {
  return text.replace(/\b([\w-]*(?:pass|pwd|pw|token|secret)[\w-]*)\s*=\s*\S+/gi, '$1=(hidden)');
}
