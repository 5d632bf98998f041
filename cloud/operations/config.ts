import { z } from 'zod';

const count = z.number().int().positive();
const MIB = 1_024 * 1_024;

/** The settings of whoever takes or does operations on pictures. */
export const operationsSchema = z.strictObject({
  maxImageBytes: count.default(20 * MIB).describe('a larger picture is refused'),
  maxPixels: count.default(50_000_000).describe('a picture with more pixels is refused, undecoded'),
  maxOperations: count.max(1_000).default(16).describe('in one list'),
  maxResultPixels: count.default(50_000_000).describe('of the result, and of each step on the way to it'),
  maxResultBytes: count.default(20 * MIB).describe('a larger result is refused'),
  maxSeconds: count.max(3_600).default(20).describe('what takes longer is ended and fails'),
  maxQueued: count.default(1_000).describe('jobs that wait; beyond that none is taken'),
  openCv: z
    .enum(['auto', 'wasm', 'native'])
    .default('auto')
    .describe(
      'what finds edges and contours: wasm comes with npm; native is @u4/opencv4nodejs; auto: where it is built',
    ),
});

export type OperationsConfig = z.infer<typeof operationsSchema>;
