import type { RedactionMethod } from '@vedette/core/message';
import { z } from 'zod';
import type { Detection } from '../detect/detector.ts';

/** How a class is shown: as it is, past recognition, or not at all. */
export type Showing = 'full' | RedactionMethod;

const showing = z.enum(['full', 'blurred', 'pixelated', 'none'] satisfies [Showing, ...Showing[]]);

/**
 * Labels of classes -> how they are shown. One picture that is blurred or pixelated tells too little to know a face by;
 * many of one face, as `select: every` sends them, each with its squares laid otherwise, could be joined to a finer one.
 * Where that is to be feared, `none` is the safe choice: it leaves nothing to join.
 */
export const privacySchema = z
  .object({
    default: showing
      .default('full')
      .describe('how whatever has no setting of its own is shown: full, blurred, pixelated or none (description only)'),
    face: showing
      .optional()
      .describe(
        'how faces are shown, wherever they are in a picture; many blurred or pixelated pictures of one face, as with select every, could be joined to a clearer one: none is the safe choice there',
      ),
    person: showing.optional().describe('how persons are shown; any other label of the model can be set likewise'),
  })
  .catchall(showing);

export type Privacy = z.infer<typeof privacySchema>;

export function showingOf(privacy: Privacy, { label }: Pick<Detection, 'label'>): Showing {
  return (Object.hasOwn(privacy, label) ? privacy[label] : undefined) ?? privacy.default;
}

/** The labels that are said to be hidden. */
export function labelsToHide({ default: _, ...labels }: Privacy): string[] {
  return Object.keys(labels).filter((label) => (labels[label] ?? 'full') !== 'full');
}

/** Whether anything is ever hidden. */
export function hidesAnything(privacy: Privacy): boolean {
  return Object.values(privacy).some((one) => one !== undefined && one !== 'full');
}
