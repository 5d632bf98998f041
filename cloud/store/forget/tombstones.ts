import { randomUUID } from 'node:crypto';
import { messageOf, ResourceError } from '@vedette/core/errors';
import type { Bucket } from '../bucket/bucket.ts';
import { PREFIXES } from '../keys/prefixes.ts';
import { type EraseRule, isCovered, type RuledShot, ruleSchema } from './rule.ts';

/** No answer rests on what was read longer ago: whoever has written a rule waits this long, and all know of it. */
export const FRESH_MS = 10_000;

/** The rules of what was erased, as they lie in the bucket, where they outlive the catalog. */
export interface Tombstones {
  /**
   * The key of a rule by which a shot was erased, as of no more than ten seconds ago; undefined for none. Rejects with
   * ResourceError where the rules cannot be read, since without them what was erased would come back.
   *
   * Whoever stores a shot asks before, and once more when it is stored, in the catalog too: a write that took longer than
   * an erase waits would leave what nobody looks for any more.
   */
  covering(shot: RuledShot): Promise<string | undefined>;
}

export interface TombstonesOptions {
  /** How old an answer may be; 10 s unless given. */
  readonly freshMs?: number;
}

/** Reads no sooner than it is asked. */
export function openTombstones(
  bucket: Pick<Bucket, 'list' | 'get'>,
  { freshMs = FRESH_MS }: TombstonesOptions = {},
): Tombstones {
  let rules: ReadonlyMap<string, EraseRule> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const beganAt = performance.now();
    rules = await readRules(bucket, rules);
    readAt = beganAt;
  }
  const readOnce = () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    async covering(shot) {
      const asked = performance.now();
      // One that others wait for may have begun too long ago.
      while (readAt < asked - freshMs) await readOnce();
      if (readAt < asked - freshMs / 2) readOnce().catch(() => undefined); // ahead of time, so that hardly anybody waits
      for (const [key, rule] of rules) if (isCovered(rule, shot)) return key;
      return undefined;
    },
  };
}

/** Writes a rule; durable when it resolves with its key. */
export async function writeTombstone(bucket: Pick<Bucket, 'putIfAbsent'>, rule: EraseRule): Promise<string> {
  const time = new Date(rule.erasedAt / 1_000).toISOString().replaceAll(/[-:]/g, '');
  const key = `${PREFIXES.tombstones}${time}-${randomUUID()}.json`;
  await bucket.putIfAbsent(key, Buffer.from(`${JSON.stringify(rule)}\n`), { contentType: 'application/json' });
  return key;
}

/** The rules in force. */
export async function readTombstones(bucket: Pick<Bucket, 'list' | 'get'>): Promise<readonly EraseRule[]> {
  return [...(await readRules(bucket, new Map())).values()];
}

/** All rules by their keys. Those that are known are not read again: an object never changes. */
async function readRules(
  bucket: Pick<Bucket, 'list' | 'get'>,
  known: ReadonlyMap<string, EraseRule>,
): Promise<Map<string, EraseRule>> {
  const rules = new Map<string, EraseRule>();
  for await (const { key } of bucket.list(PREFIXES.tombstones)) {
    if (!key.endsWith('.json')) continue;
    const rule = known.get(key) ?? parseRule(key, await bucket.get(key));
    if (rule) rules.set(key, rule);
  }
  return rules;
}

/** Undefined for one that was removed since it was listed. */
function parseRule(key: string, body: Buffer | undefined): EraseRule | undefined {
  if (!body) return undefined;
  try {
    return ruleSchema.parse(JSON.parse(body.toString()));
  } catch (error) {
    throw new ResourceError(
      `cannot tell what ${key} says was erased: update this program if a later version wrote it, else mend or remove it`,
      { cause: new Error(messageOf(error)) },
    );
  }
}
