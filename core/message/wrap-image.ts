import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { isClockSuspect } from './clock.ts';
import type { ImageHeader } from './image-header.ts';
import { checkShot, type Unreadable } from './read.ts';
import type { Shot } from './shot.ts';

/** Where and when a bare image came in; `at` in µs since the epoch. */
export interface Origin {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  readonly session: string;
  readonly seq: number;
  readonly at: number;
  readonly software: string;
}

/**
 * Makes a shot of a bare image; done once, by the first service that meets it, since it gives the shot its id.
 * A topic may have names, and a PNG sides, that no shot may have: what would be none is unreadable.
 */
export function wrapImage(
  data: Buffer,
  header: ImageHeader,
  origin: Origin,
): { type: 'shot'; shot: Shot } | Unreadable {
  return checkShot({
    v: 1,
    id: uuidv7(),
    kind: 'frame',
    ...origin,
    clock: { offsetMs: null, suspect: isClockSuspect(origin.at) },
    image: { ...header, sha256: createHash('sha256').update(data).digest('hex'), data },
  });
}
