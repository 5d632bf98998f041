import { createRequire } from 'node:module';
import { ConfigError } from '@vedette/core/errors';

const require = createRequire(import.meta.url);

/** MediaPipe's models, which come with npm. */
const FILES = {
  face_detection_full_range: () => require.resolve('@mediapipe/face_detection/face_detection_full_range.tflite'),
  face_detection_short_range: () => require.resolve('@mediapipe/face_detection/face_detection_short_range.tflite'),
} as const;

export type BundledName = keyof typeof FILES;

export const BUNDLED = Object.keys(FILES) as BundledName[];

/** What the package that carries them says of itself. */
export const BUNDLED_SOURCE = { package: '@mediapipe/face_detection', licence: 'Apache-2.0' } as const;

export function isBundled(name: string): name is BundledName {
  return Object.hasOwn(FILES, name);
}

/** The file of a model that comes with npm. Throws ConfigError where the package is not installed. */
export function bundledModel(name: BundledName): string {
  try {
    return FILES[name]();
  } catch (error) {
    throw new ConfigError(`the package ${BUNDLED_SOURCE.package} is not installed; run "npm ci"`, { cause: error });
  }
}
