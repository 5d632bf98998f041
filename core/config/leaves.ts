import { z } from 'zod';

/** One setting of a schema: its path, its type and what its metadata say. */
export interface Leaf {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
  readonly secret: boolean;
}

/** Every setting of a schema, in the order it declares them. */
export function leavesOf(schema: z.ZodType, path: readonly string[] = []): Leaf[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject)) {
    return [{ path, schema, secret: [schema, inner].some((s) => s.meta()?.['secret'] === true) }];
  }
  return Object.entries(inner.shape).flatMap(([key, child]) => leavesOf(child as z.ZodType, [...path, key]));
}

function unwrap(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return wrapped ? unwrap(schema.unwrap() as z.ZodType) : schema;
}

/** `faceDetector.minScore` -> `VEDETTE_FACE_DETECTOR_MIN_SCORE`. */
export function environmentName(path: readonly string[]): string {
  const words = path.map((key) => key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
  return ['VEDETTE', ...words].join('_');
}
