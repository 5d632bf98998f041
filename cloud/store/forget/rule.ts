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
export const ruleSchema = z.strictObject({
  v: z.literal(1),
  ...selection,
  erasedAt: micros,
  /**
   * Of shots whose clock was suspect (a board in 1970), what a rule without an end is about: those of these sessions, since
   * their time does not tell what was captured before it was made. Absent, as while it is looked for what to erase: all.
   */
  suspectSessions: z.array(z.string()).optional(),
});

export type EraseRule = Readonly<z.infer<typeof ruleSchema>>;

export type EraseSelection = Omit<EraseRule, 'v' | 'erasedAt' | 'suspectSessions'>;

const NAMES = ['site', 'device', 'camera', 'session'] as const;

/** What of a shot a rule looks at. What is not known of it, no rule that names it is about. */
export const ruledShotSchema = z.looseObject({
  site: z.string().optional(),
  device: z.string().optional(),
  camera: z.string().optional(),
  session: z.string().optional(),
  at: z.number(),
  clock: z.looseObject({ suspect: z.boolean() }).optional(),
  track: z.looseObject({ id: z.string() }).optional(),
});

export type RuledShot = Readonly<Partial<Record<(typeof NAMES)[number], string | undefined>>> & {
  readonly at: number;
  readonly clock?: { readonly suspect: boolean } | undefined;
  readonly track?: { readonly id: string } | undefined;
};

/** Whether a rule is about a shot. One that names no end is about what was captured before it was made. */
export function isCovered(rule: EraseRule, shot: RuledShot): boolean {
  if (!isInTime(rule, shot)) return false;
  if (rule.track !== undefined && rule.track !== shot.track?.id) return false;
  return NAMES.every((name) => rule[name] === undefined || rule[name] === shot[name]);
}

function isInTime({ from, to, erasedAt, suspectSessions }: EraseRule, { at, clock, session }: RuledShot): boolean {
  if (from !== undefined && at < from) return false;
  if (to === undefined && clock?.suspect) return suspectSessions?.includes(session ?? '') ?? true;
  return at < (to ?? erasedAt);
}
