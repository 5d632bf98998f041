import { readFile } from 'node:fs/promises';
import { ConfigError, messageOf } from '@vedette/core/errors';
import { z } from 'zod';
import { type DecoderName, RECOGNISERS } from './decoders.ts';

const share = z.number().min(0).max(1);

/** What a file beside a model says of it, where its graph does not say enough; all of it is optional. */
const sidecarSchema = z.strictObject({
  /** Which of our decoders reads it; told from its inputs and outputs unless given. */
  decoder: z.enum(Object.keys(RECOGNISERS) as [DecoderName, ...DecoderName[]]).optional(),
  /** What its classes are called, in its order. */
  labels: z.array(z.string().min(1).max(100)).min(1).optional(),
  minScore: share.optional(),
  /** Detections of one label that overlap by more than this (IoU) are one. */
  maxOverlap: share.optional(),
  input: z
    .strictObject({
      order: z.enum(['rgb', 'bgr']).optional(),
      /** The values of black and of white. */
      range: z.tuple([z.number(), z.number()]).optional(),
      /** The grey around a frame that does not fill the input. */
      padding: z.number().int().min(0).max(255).optional(),
    })
    .optional(),
});

export type Sidecar = z.infer<typeof sidecarSchema>;

/** The file that describes a model: NAME.json beside NAME.onnx. */
function sidecarPath(model: string): string {
  return model.replace(/\.[^./\\]*$/, '.json');
}

/** Reads the description beside a model; empty where there is none. Throws ConfigError, which says what is wrong in it. */
export async function readSidecar(model: string): Promise<Sidecar> {
  const path = sidecarPath(model);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new ConfigError(`${path} beside the model cannot be read: ${messageOf(error)}`, { cause: error });
  });
  const read = sidecarSchema.safeParse(parseJson(path, text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'it';
  throw new ConfigError(`${path} does not describe a model: ${where}: ${issue?.message}; correct it, or remove it`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path} is no JSON: ${messageOf(error)}; correct it, or remove it`, { cause: error });
  }
}
