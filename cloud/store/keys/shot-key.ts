import type { ImageType, Shot } from '@vedette/core/message';
import { safeName } from './safe-name.ts';

const EXTENSIONS: Record<ImageType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/**
 * Where a shot's image is kept. It follows from the message alone, so that a shot sent again meets its own object:
 * `face/dt=2026-11-20/hour=22/site=home/device=jetson-1/camera=door/20261120T223828.123456Z-<id>.jpg`, by capture
 * time in UTC. Its description is kept under the same key with `.json` behind it.
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
    `${compact}-${shot.id}.${EXTENSIONS[shot.image.type]}`,
  ].join('/');
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
