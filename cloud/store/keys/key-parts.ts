import type { Shot } from '@vedette/core/message';
import { parsePackedKey } from './packed-key.ts';
import type { PlaceholderName } from './placeholders.ts';
import type { TemplateSegment } from './template-segment.ts';
import { atOf } from './utc.ts';

/** What a key says of its shot; names are as `safeName` writes them, cut to the room that the template has for them. */
export interface ShotKeyParts {
  readonly id: string | undefined;
  readonly kind: Shot['kind'] | undefined;
  readonly label: string | undefined;
  readonly site: string | undefined;
  readonly device: string | undefined;
  readonly camera: string | undefined;
  readonly session: string | undefined;
  readonly track: string | undefined;
  /** Capture time in µs since the epoch, as exactly as the key has it. */
  readonly at: number | undefined;
}

type Values = Readonly<Partial<Record<PlaceholderName, string>>>;

const TIMES: readonly PlaceholderName[] = ['time', 'ms', 'unix'];

/** Whether every key that these segments give says where and when its shot was captured. */
export function sayWhereAndWhen(segments: readonly TemplateSegment[]): boolean {
  const read = new Set(segments.flatMap(({ reads }) => reads));
  return (
    TIMES.some((name) => read.has(name)) && (['site', 'device', 'camera'] as const).every((name) => read.has(name))
  );
}

/** Undefined for a key that the segments do not give. */
export function readKey(segments: readonly TemplateSegment[], key: string): ShotKeyParts | undefined {
  const texts = withoutPack(key).split('/');
  if (texts.length !== segments.length) return undefined;
  const read = segments.map((segment, i) => segment.read(texts[i] ?? ''));
  if (read.includes(undefined)) return undefined;
  const values: Values = Object.assign({}, ...read);
  const { id, kind, label, site, device, camera, session, track } = values;
  const at = timeIn(values);
  if (at !== undefined && !Number.isSafeInteger(at)) return undefined;
  return { ...{ id, kind: kind as Shot['kind'] | undefined, label, site, device, camera, session, track }, at };
}

/** The key that a shot in a pack would have by itself. */
function withoutPack(key: string): string {
  const packed = parsePackedKey(key);
  return packed ? packed.pack.replace(/[^/]+$/, () => packed.name) : key;
}

function timeIn({ time, ms, unix }: Values): number | undefined {
  if (time !== undefined) return atOf(time);
  if (ms !== undefined) return Number(ms) * 1_000;
  return unix === undefined ? undefined : Number(unix) * 1_000_000;
}
