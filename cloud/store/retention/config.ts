import { z } from 'zod';

const name = z.string().min(1);

const ruleSchema = z.strictObject({
  kind: z.enum(['face', 'object', 'frame']).optional(),
  label: name.optional(),
  site: name.optional(),
  device: name.optional(),
  camera: name.optional(),
  /** What the key begins with. */
  prefix: name.optional(),
  /** Since the capture. */
  days: z.number().positive().optional(),
  /** Of the images of all shots under this rule. */
  bytes: z.number().int().nonnegative().optional(),
});

/** How long shots are kept: the first rule that fits says it of a shot, and what none fits is kept for ever. */
export const retentionSchema = z
  .array(ruleSchema)
  .default([])
  .describe(
    'how long shots are kept: [{kind, label, site, device, camera, prefix, days, bytes}]; the first that fits, with days since the capture, the newest so many bytes, or neither: for ever; what none fits is kept for ever',
  );

export type RetentionRule = Readonly<z.infer<typeof ruleSchema>>;
