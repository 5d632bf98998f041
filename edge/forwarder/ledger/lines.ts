import { droppedSchema, minuteSchema, sightingCountsSchema } from '@vedette/core/ledger';
import { z } from 'zod';
import type { Outcome } from '../meter.ts';

const count = z.number().int().nonnegative();

/** How payloads of one row ended. */
const endsSchema = z.object({
  stored: count,
  duplicate: count,
  rejected: count,
  dropped: droppedSchema,
  /** Of `duplicate`: perhaps counted before. */
  recounted: count.default(0),
  /** Not all of them are known by their ids any more. */
  hasForgotten: z.boolean().default(false),
});

export type Ends = Readonly<z.output<typeof endsSchema>>;

/** How a payload's life in the spool has ended. */
export interface End {
  readonly outcome: Outcome;
  readonly reason?: string | undefined;
}

/** The end of a payload that waits once more; `forgotten`: it may have had one that is known no more. */
export interface FormerEnd {
  readonly outcome: Outcome | 'forgotten';
  readonly reason?: string | undefined;
}

const outcomeSchema = z.enum(['stored', 'duplicate', 'rejected', 'dropped']);
const formerOutcomeSchema = z.enum([...outcomeSchema.options, 'forgotten']);
const rowNumber = z.number().int().positive();
const id = z.string();
const text = z.string();
const time = z.number();

/** What happened, a JSON list to a line of the journal. Rows (a camera and a minute of capture) have numbers within it. */
const LINES = {
  /** The time from here on, in ms since the epoch. */
  at: z.tuple([z.literal('at'), time]),
  /** A row: number, site, device, camera, minute, when it changed last, and how payloads of it have ended so far. */
  row: z.tuple([z.literal('row'), rowNumber, text, text, text, minuteSchema, time, endsSchema]),
  /** A payload of a row waits in the spool; with the end that it had had before, where it came back after one. */
  in: z.tuple([z.literal('in'), id, rowNumber, formerOutcomeSchema.optional(), text.optional()]),
  /** It has its end, and why. */
  out: z.tuple([z.literal('out'), id, outcomeSchema, text.optional()]),
  /** A payload of a row that had its end not long ago, which is counted in the row. */
  past: z.tuple([z.literal('past'), id, rowNumber, outcomeSchema, text.optional()]),
  /** A payload that had its end waits in the spool once more: its end counts no longer. */
  returned: z.tuple([z.literal('returned'), id]),
  /** A bare image was taken in: its MQTT packet id and SHA-256. */
  bare: z.tuple([z.literal('bare'), z.number().int(), text]),
  /** What a run of a detector (its session) has counted so far in a row. */
  seen: z.tuple([z.literal('seen'), rowNumber, text, sightingCountsSchema]),
  /** Which run of a camera's detector reported last; the camera as `site/device/camera`. */
  run: z.tuple([z.literal('run'), text, text]),
};

export type Line = z.output<(typeof LINES)[keyof typeof LINES]>;

export function encodeLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Undefined where the text is no line of ours: cut off by a crash, or damaged. */
export function parseLine(text: string): Line | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const name: unknown = Array.isArray(value) ? value[0] : undefined;
  const schema = typeof name === 'string' && Object.hasOwn(LINES, name) ? LINES[name as Line[0]] : undefined;
  return schema?.safeParse(value).data;
}
