import { createHash } from 'node:crypto';
import { BadInputError } from '@vedette/core/errors';
import { nameSchema } from '@vedette/core/message';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { isKey } from '../bucket/key.ts';
import type { CatalogEntry, CatalogShot } from './catalog.ts';
import { toColumn } from './column-text.ts';
import type { ShotRow } from './tables.ts';

const whole = z.number().int().nonnegative();
/** Sums of very many of them are to fit into a column. */
const MAX_BYTES = 2 ** 40;

/** What goes into columns; whatever else a description says is kept, and not judged here. */
const entrySchema = z.object({
  id: z.uuidv7(),
  kind: z.enum(['face', 'object', 'frame']),
  site: nameSchema,
  device: nameSchema,
  camera: nameSchema,
  session: z.string().max(64),
  seq: whole,
  at: whole,
  label: z.string().max(100).optional(),
  score: z.number().min(0).max(1).optional(),
  track: z.object({ id: z.string().max(64), phase: z.enum(['first', 'best']), seen: whole }).optional(),
  model: z.object({ name: z.string().max(200), sha256: z.string().max(64) }).optional(),
  image: z.object({ bytes: whole.max(MAX_BYTES) }).optional(),
  key: z.string().refine(isKey, 'no bucket can hold this key'),
  storedAt: whole,
});

/** What many shots have in common: its identity, and the columns that say it. */
export interface Member {
  readonly identity: string;
  readonly columns: Readonly<Record<string, string | null | RawBuilder<unknown>>>;
}

/** A shot as it is written: its own row, but for the numbers of what it has in common with others. */
export interface Entry {
  readonly row: Omit<ShotRow, 'camera_id' | 'class_id' | 'model_id' | 'track_id'>;
  readonly camera: Member;
  readonly shotClass: Member;
  readonly model: Member | undefined;
  readonly track: Member | undefined;
}

/** Throws BadInputError (`entry`) for what is no description of a stored shot. */
export function toEntry(said: CatalogEntry): Entry {
  const read = entrySchema.safeParse(said);
  if (!read.success) throw new BadInputError('entry', `no stored shot: ${z.prettifyError(read.error)}`);
  const { site, device, camera, session, kind, track, ...shot } = read.data;
  const cameraOf = cameraMember({ site, device, camera });
  return {
    row: {
      ...{ id: shot.id, at: shot.at, score: shot.score ?? null, seen: track?.seen ?? null },
      ...{ session: toColumn(session), seq: shot.seq, image_bytes: shot.image?.bytes ?? 0 },
      ...{ key: shot.key, stored_at: shot.storedAt, description: JSON.stringify(said) },
    },
    camera: cameraOf,
    shotClass: member([kind, shot.label, track?.phase], {
      ...{ kind, label: columnOf(shot.label), phase: track?.phase ?? null },
    }),
    model: shot.model && modelMember(shot.model),
    track: track && trackMember(cameraOf, session, track.id),
  };
}

export function cameraMember(place: Readonly<Record<'site' | 'device' | 'camera', string>>): Member {
  const { site, device, camera } = place;
  return member([site, device, camera], {
    ...{ site: toColumn(site), device: toColumn(device), camera: toColumn(camera) },
  });
}

export function fromDescription(description: string): CatalogShot {
  return JSON.parse(description) as CatalogShot; // it was an entry when it was written
}

function modelMember({ name, sha256 }: { readonly name: string; readonly sha256: string }): Member {
  return member([sha256, name], { model: toColumn(name), sha256: toColumn(sha256) });
}

function trackMember(camera: Member, session: string, track: string): Member {
  return member([camera.identity, session, track], {
    camera_id: sql`(select id from cameras where identity = ${camera.identity})`,
    ...{ session: toColumn(session), track: toColumn(track) },
  });
}

function member(words: readonly (string | undefined)[], columns: Member['columns']): Member {
  // JSON tells apart what a separator would not, and escapes half surrogate pairs.
  return { identity: createHash('sha256').update(JSON.stringify(words)).digest('hex'), columns };
}

function columnOf(text: string | undefined): string | null {
  return text === undefined ? null : toColumn(text);
}
