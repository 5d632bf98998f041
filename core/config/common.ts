import { hostname } from 'node:os';
import { z } from 'zod';
import { nameSchema } from '../message/shot.ts';

/** A TCP port; 0 takes a free one. */
export const portSchema = z.number().int().min(0).max(65_535);

/** Marks a setting as secret: `config print` hides it and `<NAME>_FILE` may name the file that holds it. */
export const secret = { secret: true } as const;

const topicSchema = z.string().regex(/^[^+#\s]+$/, 'a topic has no "+", "#" or space');

/** The settings that every service reads. */
export const commonSchema = z.strictObject({
  root: topicSchema.default('vedette').describe('first level of every topic'),
  shotAlias: topicSchema
    .optional()
    .describe('topic that shots are published on in place of their own, for older subscribers'),
  site: nameSchema.default('home').describe('name of the place'),
  device: nameSchema
    .optional()
    .transform((name) => name ?? hostname())
    .describe('name of this machine; the host name unless given'),
  data: z.string().min(1).default('data').describe('folder for everything that must survive a restart'),
  models: z.string().min(1).optional().describe("folder of model files; the data folder's models/ is searched too"),
  http: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .describe('address that the page, the API, /healthz, /readyz and /metrics listen on'),
      port: portSchema.default(8080).describe('their port; 0 takes a free one'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['auto', 'debug', 'info', 'warn', 'error', 'silent'])
        .default('auto')
        .describe('the least that is logged; auto: warn beside the live line of `up`, else info'),
      format: z
        .enum(['auto', 'json', 'pretty'])
        .default('auto')
        .describe('auto: pretty on a terminal, else JSON lines'),
    })
    .prefault({}),
});

export type CommonConfig = z.infer<typeof commonSchema>;
