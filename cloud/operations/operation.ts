import { z } from 'zod';

/** The longest side, in pixels, that every format can hold but WebP, which is refused by its encoder. */
const MAX_SIDE = 65_535;

const side = z.int().min(1).max(MAX_SIDE);
const offset = z.int().min(0).max(MAX_SIDE);
/** A Gaussian's standard deviation, in pixels; what libvips takes. */
const sigma = z.number().min(0.3).max(100).default(1);
const level = z.int().min(0).max(255);
const threshold = {
  value: level.default(128).describe('what is brighter becomes white, all else black'),
  otsu: z.boolean().default(false).describe('finds the value by itself, after Otsu, in place of `value`'),
};

const resize = z
  .strictObject({
    width: side.optional().describe('px; follows from the height unless given'),
    height: side.optional().describe('px; follows from the width unless given'),
    fit: z
      .enum(['cover', 'contain', 'fill', 'inside', 'outside'])
      .default('cover')
      .describe('where both sides are given: cut what is too much, add black, distort, or be no larger, no smaller'),
  })
  .refine(({ width, height }) => width !== undefined || height !== undefined, 'give a width, a height, or both');

/** One operation on a picture: its name, and what it takes. */
export const operationSchema = z.union([
  z.strictObject({ resize }),
  z.strictObject({ crop: z.strictObject({ left: offset, top: offset, width: side, height: side }) }),
  z.strictObject({
    rotate: z.strictObject({
      degrees: z.number().min(-360).max(360).describe('clockwise; what no right angle fills becomes black'),
    }),
  }),
  z.strictObject({
    flip: z.strictObject({
      axis: z.enum(['vertical', 'horizontal']).default('vertical').describe('vertical: top and bottom change places'),
    }),
  }),
  z.strictObject({ grayscale: z.strictObject({}) }),
  z.strictObject({ blur: z.strictObject({ sigma }) }),
  z.strictObject({ sharpen: z.strictObject({ sigma }) }),
  z.strictObject({ normalize: z.strictObject({}).describe('stretches the luminance over its whole range') }),
  z.strictObject({
    convert: z.strictObject({
      format: z.enum(['jpeg', 'png', 'webp', 'avif']),
      quality: z.int().min(1).max(100).optional().describe("the encoder's own unless given; a PNG has none"),
    }),
  }),
  z.strictObject({
    canny: z
      .strictObject({
        low: level.default(100).describe('edges this strong go on from stronger ones'),
        high: level.default(200).describe('edges this strong are edges'),
      })
      .refine(({ low, high }) => low <= high, 'low is above high'),
  }),
  z.strictObject({ threshold: z.strictObject(threshold) }),
  z.strictObject({
    contours: z.strictObject({
      ...threshold,
      otsu: z.boolean().default(true).describe('finds the value by itself, after Otsu, in place of `value`'),
      minArea: z.number().min(0).default(0).describe('px²; smaller ones are not drawn'),
      thickness: z.int().min(1).max(50).default(2).describe('px'),
      color: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, 'a colour is # and six hex digits')
        .default('#00ff00'),
    }),
  }),
]);

/** As it is done: with all that was left out. */
export type Operation = z.output<typeof operationSchema>;

type Keys<T> = T extends unknown ? keyof T : never;
export type OperationName = Keys<Operation>;

/** What one of them takes. */
export type ParametersOf<N extends OperationName> = Extract<Operation, Record<N, unknown>>[N];

/** The schema of what each takes, by its name. */
export const PARAMETERS = Object.fromEntries(
  operationSchema.options.flatMap(({ shape }) => Object.entries(shape)),
) as unknown as Readonly<Record<OperationName, z.ZodType>>;

export function nameOf(operation: Operation): OperationName {
  return Object.keys(operation)[0] as OperationName;
}
