import type { ImageType, Shot } from '@vedette/core/message';
import { safeName } from './safe-name.ts';

const EXTENSIONS: Record<ImageType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/**
 * Where a shot's image is kept, or its description where that is all there is (`.json`). It follows from the message alone, so that a shot sent again meets its own object:
 * `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-<id>.jpg`, by capture
 * time in UTC. An image's description is kept under the same key with `.json` behind it.
 */
export function shotKey(shot: Shot): string {
  const { date, hour, compact } = utcOf(shot.at);
  return [
    shot.kind,
    `dt=${date}`,
    `hour=${hour}`,
    `site=${safeName(shot.site)}`,
    `device=${safeName(shot.device)}`,
    `camera=${safeName(shot.camera)}`,
    `${compact}-${shot.id}.${shot.image ? EXTENSIONS[shot.image.type] : 'json'}`,
  ].join('/');
}

/** What a key of a shot says; names are as `safeName` writes them. */
export interface ShotKeyParts {
  readonly kind: Shot['kind'];
  readonly site: string;
  readonly device: string;
  readonly camera: string;
  /** Capture time in µs since the epoch. */
  readonly at: number;
}

const KINDS: readonly Shot['kind'][] = ['face', 'object', 'frame'];
const KEY =
  /^(?<kind>face|object|frame)\/dt=[\d-]{10}\/hour=\d\d\/site=(?<site>[^/]+)\/device=(?<device>[^/]+)\/camera=(?<camera>[^/]+)\/(?<date>\d{8})T(?<time>\d{6}\.\d{3})(?<micros>\d{3})Z-[^/.]+\.(jpg|png|webp|json)$/;

/** Undefined for a key that is no shot's object: the description of an image, a dead letter, somebody's own. */
export function parseShotKey(key: string): ShotKeyParts | undefined {
  const { kind, site, device, camera, date = '', time = '', micros } = KEY.exec(key)?.groups ?? {};
  if (!kind || !site || !device || !camera) return undefined;
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  const at = Date.parse(`${day}T${time.replace(/(..)(..)(.*)/, '$1:$2:$3')}Z`) * 1_000 + Number(micros);
  return Number.isNaN(at) ? undefined : { kind: kind as Shot['kind'], site, device, camera, at };
}

/** Whether a key is that of a description which lies beside its object, and is none by itself. */
export function isDescriptionKey(key: string): boolean {
  return key.endsWith('.json') && !parseShotKey(key);
}

/** What the keys of a device's shots begin with that were captured in the hour of `at` (µs since the epoch). */
export function shotPrefixes({ site, device }: Pick<Shot, 'site' | 'device'>, at: number): string[] {
  const { date, hour } = utcOf(at);
  const place = `dt=${date}/hour=${hour}/site=${safeName(site)}/device=${safeName(device)}/`;
  return KINDS.map((kind) => `${kind}/${place}`);
}

/** A time in µs since the epoch, in parts; a Date has ms. */
function utcOf(at: number): { date: string; hour: string; compact: string } {
  const iso = new Date(Math.floor(at / 1_000)).toISOString();
  const micros = String(at % 1_000).padStart(3, '0');
  return {
    date: iso.slice(0, 10),
    hour: iso.slice(11, 13),
    compact: `${iso.slice(0, 23).replaceAll(/[-:]/g, '')}${micros}Z`,
  };
}
