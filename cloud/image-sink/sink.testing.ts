import { createHash } from 'node:crypto';
import { commonSchema } from '@vedette/core/config';
import {
  encodeShot,
  type Pictured,
  type Receipt,
  readImageHeader,
  receiptSchema,
  type Shot,
} from '@vedette/core/message';
import { KeptLink } from '@vedette/core/mqtt';
import type { ServiceContext } from '@vedette/core/run';
import { eventually, quietContext, temporaryFolder } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { type CatalogConfig, openBucket, PREFIXES } from '@vedette/store';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { imageSinkSchema } from './config.ts';
import { startImageSink } from './image-sink.ts';

export const ALIAS = 'w251/face_detector';
export const topics = topicsUnder('vedette');

export interface TestSinkOptions {
  readonly port: number;
  readonly data?: string;
  readonly device?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly catalog?: CatalogConfig;
  readonly context?: ServiceContext;
}

/** A sink that takes shots from a broker on this machine, and the bucket that it fills; not yet ready. */
export async function startTestSink<C extends ServiceContext>(options: TestSinkOptions & { readonly context: C }) {
  const { port, data = temporaryFolder(), device = 'cloud', settings = {}, catalog = {}, context } = options;
  const config = imageSinkSchema.parse({ brokerUrl: `mqtt://127.0.0.1:${port}`, ...settings });
  const common = { ...commonSchema.parse({ data, device, shotAlias: ALIAS }), catalog };
  const kept: { readonly id: string; readonly key: string; readonly outcome: string }[] = [];
  const sink = await startImageSink(config, common, context, {
    onKept: (id, key, outcome) => kept.push({ id, key, outcome }),
  });
  onTestFinished(() => sink.stop());
  return { sink, kept, data, context, metrics: context.metrics, bucket: await openBucket(sink.bucketUrl) };
}

/** The same when it is ready. */
export async function testSink({ context = quietContext(), ...options }: TestSinkOptions) {
  const started = await startTestSink({ ...options, context });
  await eventually('the sink is ready', () => started.sink.ready().ready);
  return started;
}

/** A device that publishes and collects receipts in the order of their arrival. */
export async function testEdge(port: number) {
  const receipts: Receipt[] = [];
  const link = new KeptLink({
    what: 'broker',
    log: quietContext().log,
    link: {
      url: `mqtt://127.0.0.1:${port}`,
      clientId: `edge-${Math.random().toString(36).slice(2)}`,
      subscribe: [topics.all.receipt],
      onMessage: async ({ payload }) => {
        receipts.push(receiptSchema.parse(JSON.parse(payload.toString())));
      },
    },
  });
  onTestFinished(() => link.close(true));
  await eventually('the edge is connected', () => link.link);
  return {
    receipts,
    publish: (...message: Parameters<KeptLink['publish']>) => link.publish(...message),
    send: (shot: Shot) => link.publish(topics.shot(shot), encodeShot(shot)),
    receiptsOf: (id: string) => receipts.filter((receipt) => receipt.id === id),
    untilReceipts: (count: number) => eventually(`${count} receipts`, () => receipts.length >= count),
  };
}

/** A JPEG of noise, which no encoder makes small for nothing. */
export function noisyImage(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const picture = sharp({ create: { width: 160, height: 120, channels: 3, background: 'grey', noise } });
  return picture.jpeg({ quality: 95 }).toBuffer();
}

/** The same shot with another image, which says that it was made of the shot's. */
export function reducedOf(shot: Pictured, quality: number, data: Buffer): Pictured {
  const { sha256, width, height } = shot.image;
  const from = { sha256, width, height, bytes: shot.image.data.length };
  const image = {
    ...shot.image,
    ...readImageHeader(data),
    data,
    sha256: createHash('sha256').update(data).digest('hex'),
  };
  return { ...shot, image: { ...image, reduced: { from, quality } } };
}

/** Every key of a bucket in order, but those of notes. */
export async function keysOf(bucket: Awaited<ReturnType<typeof openBucket>>, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix)) if (!key.startsWith(PREFIXES.notes)) keys.push(key);
  return keys;
}
