import { z } from 'zod';
import { PREFIXES } from '../keys/prefixes.ts';

const name = z.string().min(1);

const ruleSchema = z.strictObject({
  kind: z.enum(['face', 'object', 'frame']).optional(),
  label: name.optional(),
  site: name.optional(),
  device: name.optional(),
  camera: name.optional(),
  /** What the key begins with. */
  prefix: name.superRefine(refuseUnclear).optional(),
  /** Since the capture. */
  days: z.number().positive().optional(),
  /** Of the images of all shots under this rule. */
  bytes: z.number().int().nonnegative().optional(),
});

/** What lies beside the shots is meant by its whole name, or not at all: `i` would be about shots, and not about `invalid/`. */
function refuseUnclear(prefix: string, context: z.RefinementCtx): void {
  const whole = Object.values(PREFIXES).find((one) => one !== prefix && one.startsWith(prefix));
  if (whole !== undefined)
    context.addIssue(`"${whole}" begins with "${prefix}", too; give more of the one that you mean`);
  if (prefix.startsWith(PREFIXES.tombstones))
    context.addIssue('what was erased is known for ever; leave this rule out');
  if (prefix.startsWith(PREFIXES.derived))
    context.addIssue('what was made of an image goes with it; leave this rule out');
}

/** How long shots are kept: the first rule that fits says it of a shot, and what none fits is kept for ever. */
export const retentionSchema = z
  .array(ruleSchema)
  .default([])
  .describe(
    'how long shots are kept: [{kind, label, site, device, camera, prefix, days, bytes}]; the first that fits, with days since the capture, the newest so many bytes, or neither: for ever; what none fits is kept for ever',
  );

export type RetentionRule = Readonly<z.infer<typeof ruleSchema>>;
