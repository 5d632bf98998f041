import { readPayload } from '@vedette/core/message';
import type { Topics } from '@vedette/core/topics';
import { z } from 'zod';
import type { Bucket } from '../bucket/bucket.ts';
import { type EraseRule, isCovered, type RuledShot, ruledShotSchema } from './rule.ts';

/** What is said of a payload that was put aside; what it does not say of itself, its topic and its arrival do. */
const letterSchema = z.looseObject({ topic: z.string().default(''), receivedAt: z.number().optional() });

const DAY_MICROS = 86_400_000_000;

/**
 * What a rule is about of a payload that was put aside under `key`: what is said of it, or where the payload is a shot by
 * itself, one that came under the id of another, say, that. What came on an alias has no place, so that no rule that names
 * one is about it. False where the rule is not about it; undefined where nothing is said, and the key does not tell that it
 * is of another day.
 */
export async function coveredPutAside(
  bucket: Pick<Bucket, 'get'>,
  topics: Pick<Topics, 'placeOf'>,
  rule: EraseRule,
  key: string,
): Promise<RuledShot | false | undefined> {
  const said = ofDescription(await bucket.get(`${key}.json`), topics);
  if (said && isCovered(rule, said)) return said;
  const read = readPayload((await bucket.get(key)) ?? Buffer.alloc(0));
  if (read.type === 'shot') return isCovered(rule, read.shot) && read.shot;
  return said || isOfAnotherDay(rule, key) ? false : undefined;
}

/** Undefined where nothing is said that a rule could look at. */
function ofDescription(json: Buffer | undefined, topics: Pick<Topics, 'placeOf'>): RuledShot | undefined {
  try {
    const { topic, receivedAt, ...said } = letterSchema.parse(JSON.parse(json?.toString() ?? ''));
    return ruledShotSchema.parse({ at: receivedAt, ...topics.placeOf(topic), ...said });
  } catch {
    return undefined;
  }
}

function isOfAnotherDay({ from = Number.NEGATIVE_INFINITY, to, erasedAt }: EraseRule, key: string): boolean {
  const begin = Date.parse(/\/dt=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1] ?? '') * 1_000; // NaN for none is of no day
  return begin >= (to ?? erasedAt) || begin + DAY_MICROS <= from;
}
