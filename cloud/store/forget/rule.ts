import { z } from 'zod';

const micros = z.number().int();

/** Which shots are meant: those that match all that is given. Times are capture times in µs since the epoch. */
const selection = {
  site: z.string().optional(),
  device: z.string().optional(),
  camera: z.string().optional(),
  session: z.string().optional(),
  track: z.string().optional(),
  /** From then on, */
  from: micros.optional(),
  /** and before that. */
  to: micros.optional(),
};

/**
 * What was erased, and is not to come back. A rule and no list of ids: what still lies on a device was never seen here.
 * Nothing beside these fields: one of a later version might narrow the rule, and without it too much would be refused.
 */
export const ruleSchema = z.strictObject({ v: z.literal(1), ...selection, erasedAt: micros });

export type EraseRule = Readonly<z.infer<typeof ruleSchema>>;

export type EraseSelection = Omit<EraseRule, 'v' | 'erasedAt'>;

/** What of a shot a rule looks at. */
export const ruledShotSchema = z.looseObject({
  site: z.string(),
  device: z.string(),
  camera: z.string(),
  session: z.string(),
  at: z.number(),
  track: z.object({ id: z.string() }).optional(),
});

export type RuledShot = Readonly<
  Pick<z.infer<typeof ruledShotSchema>, 'site' | 'device' | 'camera' | 'session' | 'at'>
> & {
  readonly track?: { readonly id: string } | undefined;
};

/** Whether a rule is about a shot. One that names no end is about what was captured before it was made. */
export function isCovered(rule: EraseRule, shot: RuledShot): boolean {
  const { from = Number.NEGATIVE_INFINITY, to = rule.erasedAt, track } = rule;
  if (shot.at < from || shot.at >= to) return false;
  if (track !== undefined && track !== shot.track?.id) return false;
  return (['site', 'device', 'camera', 'session'] as const).every(
    (name) => rule[name] === undefined || rule[name] === shot[name],
  );
}
