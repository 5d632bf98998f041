import { brokerLoginSettings, brokerUrlSchema, checkedBy } from '@vedette/core/config';
import { nameSchema } from '@vedette/core/message';
import { z } from 'zod';
import { privacySchema } from './shot/privacy.ts';
import { captureSchema } from './sources/capture-settings.ts';
import { parseSource } from './sources/parse-source.ts';
import { sizesSchema, trackSchema } from './track/settings.ts';
import { zoneSchema } from './track/sift/zone.ts';

const positive = z.number().positive();
/** A day at most: a timer takes no more than 24 of them. */
const seconds = positive.max(86_400);

export const faceDetectorSchema = z.strictObject({
  brokerUrl: brokerUrlSchema.default('mqtt://127.0.0.1:1883').describe('the edge broker'),
  ...brokerLoginSettings,
  camera: nameSchema.default('cam0').describe('name of the camera, one level of its topics'),
  source: z
    .string()
    .superRefine((text, context) => checkedBy(parseSource, text, context))
    .default('sim')
    .describe(
      'sim[:people=3,fps=10], dir:PATH, video:PATH, /dev/video0, rtsp://…, http://… (MJPEG), webcam:/dev/video0, ' +
        'gst:PIPELINE, opencv:0',
    ),
  fps: positive
    .optional()
    .describe('frames per second asked of a camera, and the most that are looked at; its own rate unless given'),
  width: positive.int().optional().describe('frame width in pixels asked of a camera'),
  height: positive.int().optional().describe('frame height in pixels asked of a camera'),
  retryMaxSeconds: seconds.default(30).describe('longest wait before a camera that went away is tried again'),
  stallSeconds: seconds
    .default(15)
    .describe('a camera that gives no picture for this long counts as away and is started anew'),
  capture: captureSchema.prefault({}),
  select: z
    .enum(['auto', 'every', 'track'])
    .default('auto')
    .describe('every: each face of each frame; track: the shots worth sending; auto: every for dir:, else track'),
  model: z
    .string()
    .default('auto')
    .describe('auto, blazeface, yunet, a name that `vedette models` shows, or the path of an .onnx or .tflite file'),
  provider: z
    .string()
    .min(1)
    .default('auto')
    .describe('execution provider of ONNX Runtime, such as cpu, cuda or webgpu; auto: the fastest here'),
  workers: positive
    .int()
    .max(64)
    .optional()
    .describe('threads that run the model; one fewer than there are cores, and no more than 4, unless given'),
  minScore: z.number().min(0).max(1).optional().describe("least score of a detection; the model's own unless given"),
  labels: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'what is sent, of all that the model knows, e.g. person, car; all unless given (what is to be hidden is found all the same)',
    ),
  maxSide: positive.int().default(640).describe('longest side of a frame as a model of free size sees it, in pixels'),
  minSide: positive
    .int()
    .default(480)
    .describe('a smaller frame is enlarged to it for a model of free size, up to maxSide, in pixels'),
  tiles: z
    .number()
    .int()
    .min(0)
    .max(8)
    .optional()
    .describe(
      "tiles along a frame's shorter side that are looked at beside the whole, for small faces; the model's own unless given (MediaPipe's have 1, all others 0)",
    ),
  maxPixels: positive
    .int()
    .default(50_000_000)
    .describe('a picture or video of more pixels is refused before it is decoded'),
  crop: z
    .strictObject({
      marginShare: z.number().min(0).max(2).default(0.3).describe('added on each side, as a share of the box'),
      maxSide: positive.int().default(512).describe('longest side of the image sent, in pixels'),
      quality: positive.int().max(100).default(90).describe('JPEG quality'),
    })
    .prefault({}),
  privacy: privacySchema.prefault({}),
  track: trackSchema.prefault({}),
  sizes: sizesSchema.prefault({}),
  minScores: z
    .record(z.string().min(1), z.number().min(0).max(1))
    .default({})
    .describe('least score by label, such as {"person": 0.5}; those with less only go on with tracks'),
  zones: z
    .array(zoneSchema)
    .default([])
    .describe('parts of the picture: [{name, points: [[x, y], …] as shares of it, labels, mode: only or ignore}]'),
  motion: z
    .strictObject({
      gate: z.boolean().default(false).describe('whether frames in which nothing has moved are not looked at'),
      minChange: positive
        .max(255)
        .default(4)
        .describe('something has moved where a part of the frame is lighter or darker by this much, of 255'),
      maxStillSeconds: seconds.default(1).describe('a frame is looked at after this long though nothing has moved'),
    })
    .prefault({}),
  maxShotsPerSecond: positive.optional().describe('most shots a second, the best first; no limit unless given'),
});

export type FaceDetectorConfig = z.infer<typeof faceDetectorSchema>;
