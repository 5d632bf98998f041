import { ConfigError } from '@vedette/core/errors';

/** The simulated camera. */
export interface SimSpec {
  readonly type: 'sim';
  /** How many come and go at the same time. */
  readonly people: number;
  readonly fps: number;
  readonly seed: number;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** How many frames it gives; without end unless given. */
  readonly frames?: number;
}

type Key = Exclude<keyof SimSpec, 'type'>;

const DEFAULTS: SimSpec = { type: 'sim', people: 3, fps: 10, seed: 1, width: 640, height: 480 };

const LIMITS: Record<Key, readonly [least: number, most: number]> = {
  people: [0, 8],
  fps: [1, 60],
  seed: [0, 0xffff_ffff],
  width: [160, 3840],
  height: [160, 2160],
  frames: [1, Number.MAX_SAFE_INTEGER],
};

/** Reads `people=3,fps=10`; what is not said has its default. Throws ConfigError. */
export function parseSim(text: string): SimSpec {
  const said = text === '' ? [] : text.split(',').map(parseSetting);
  return { ...DEFAULTS, ...Object.fromEntries(said) };
}

function parseSetting(text: string): [Key, number] {
  const [key = '', value = ''] = text.split('=');
  if (!isKey(key)) {
    throw new ConfigError(`sim: has no setting ${JSON.stringify(key)}: it takes ${Object.keys(LIMITS).join(', ')}`);
  }
  const [least, most] = LIMITS[key];
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return [key, number];
  throw new ConfigError(`sim: ${key} must be a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
}

function isKey(key: string): key is Key {
  return Object.hasOwn(LIMITS, key);
}
