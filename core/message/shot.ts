import { z } from 'zod';

/** Bytes of the longest name in UTF-8 terms are bounded by the key, not here; this bounds what a stranger may send. */
const MAX_NAME = 300;
const MAX_LANDMARKS = 100;

/** One level of a topic: what MQTT keeps for itself (`/`, `+`, `#`) is refused, and what a broker may refuse. */
const NAME = /^[^/+#\p{Cc}\p{Noncharacter_Code_Point}]+$/u;

export const nameSchema = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .regex(NAME, 'a name has no "/", "+", "#" or control character');
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hex digits');

const pixels = z.number().finite();
const point = z.tuple([pixels, pixels]);
const size = z.number().int().positive().max(65_535);

const imageSchema = z.strictObject({
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  width: size,
  height: size,
  sha256: sha256Schema,
  /** Made smaller on the way, under a long congestion: what it was, and the quality, if known, that it was written with. */
  reduced: z
    .strictObject({
      from: z.strictObject({ sha256: sha256Schema, width: size, height: size, bytes: z.number().int().positive() }),
      quality: z.number().int().min(1).max(100).optional(),
    })
    .optional(),
  data: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'an image is bytes'),
});

/** What was done to hide a class: `none` shows nothing of it, neither in a picture of its own nor in another's. */
const redactionMethodSchema = z.enum(['blurred', 'pixelated', 'none']);

/** What every shot says, whatever it shows. */
const common = {
  v: z.literal(1),
  /** UUIDv7, given once where the shot is made. */
  id: z.uuidv7(),
  site: nameSchema,
  device: nameSchema,
  camera: nameSchema,
  /** Boot id of the process that made the shot; `seq` counts from 0 within it. */
  session: z.string().min(1).max(64),
  seq: z.number().int().nonnegative(),
  /** Capture time in µs since the epoch, UTC. */
  at: z.number().int().nonnegative(),
  /** `suspect` where the device's clock cannot be right (no battery, no NTP yet); `offsetMs` to the cloud's, once known. */
  clock: z.strictObject({ offsetMs: z.number().nullable(), suspect: z.boolean() }),
  software: z.string().max(100),
};

const label = z.string().min(1).max(100);
const provider = z.string().max(50);

/** What a detection adds: where in which frame, how sure, by which model. */
const detection = {
  label,
  score: z.number().min(0).max(1),
  /** [x, y, width, height] in pixels of the upright frame. */
  box: z.tuple([pixels, pixels, pixels.nonnegative(), pixels.nonnegative()]),
  /** [x, y] in pixels of the frame: right eye, left eye, nose, then the model's own. */
  landmarks: z.array(point).max(MAX_LANDMARKS),
  /** `ref` is what the source calls the frame: a file name, a frame number. */
  frame: z.strictObject({ ref: z.string().max(1_000), width: size, height: size }),
  track: z
    .strictObject({ id: z.string().max(64), phase: z.enum(['first', 'best']), seen: z.number().int().positive() })
    .optional(),
  quality: z.strictObject({
    /** Variance of the Laplacian of the crop's luma. */
    sharpness: z.number().nonnegative(),
    /** Share of the frame that the box covers, 0..1. */
    area: z.number().min(0).max(1),
    /** 1 frontal .. 0 profile, by the landmarks. */
    pose: z.number().min(0).max(1),
  }),
  model: z.strictObject({
    name: z.string().max(200),
    sha256: sha256Schema,
    /** The execution provider that ran it. */
    provider,
    /** Execution provider -> ms for one run, of those that were tried before this one was chosen. */
    timingsMs: z.record(provider, z.number().nonnegative()).optional(),
  }),
  config: sha256Schema,
  /** Absent where the detection is not to be shown: then the description is all there is. */
  image: imageSchema.optional(),
  /** Label -> how it was hidden, of whatever was hidden before the image was encoded; absent where nothing was. */
  redaction: z.record(label, redactionMethodSchema).optional(),
};

/** An image is left out on purpose alone: one that is missing without a word was lost. */
const LEFT_OUT = { path: ['image'], error: 'there is an image, unless the redaction of its label is none' };

function isLeftOutOnPurpose({ label, image, redaction }: z.infer<z.ZodObject<typeof detection>>): boolean {
  return (image === undefined) === (redaction?.[label] === 'none');
}

export const shotSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, ...detection, kind: z.literal('face') }).refine(isLeftOutOnPurpose, LEFT_OUT),
  z.strictObject({ ...common, ...detection, kind: z.literal('object') }).refine(isLeftOutOnPurpose, LEFT_OUT),
  /** A whole picture that nothing was detected in: what `mosquitto_pub -f face.jpg` sends. */
  z.strictObject({ ...common, kind: z.literal('frame'), image: imageSchema }),
]);

/** One message on a shot topic, schema version 1. */
export type Shot = z.infer<typeof shotSchema>;
export type FaceShot = Extract<Shot, { kind: 'face' }>;
export type ObjectShot = Extract<Shot, { kind: 'object' }>;
export type FrameShot = Extract<Shot, { kind: 'frame' }>;
export type ShotImage = z.infer<typeof imageSchema>;
export type ImageType = ShotImage['type'];
export type RedactionMethod = z.infer<typeof redactionMethodSchema>;
/** A shot that shows something. */
export type Pictured<S extends Shot = Shot> = S & { readonly image: ShotImage };
