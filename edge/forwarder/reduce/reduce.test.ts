import { createHash } from 'node:crypto';
import { encodeShot, type Pictured, readPayload } from '@vedette/core/message';
import { hiddenShot, quietContext, sampleShot, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { forwarderSchema } from '../config.ts';
import { ForwarderMeter } from '../meter.ts';
import { classesOf } from '../policy/classes.ts';
import { SendQueue } from '../send/send-queue.ts';
import { openSpool } from '../spool/open-spool.testing.ts';
import { reduceShot } from './reduce-shot.ts';
import { Reducer } from './reducer.ts';

/** A shot with a noisy picture, which no encoder makes small for nothing. */
async function noisyShot(): Promise<Pictured> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: 'grey', noise } });
  const data = await picture.jpeg({ quality: 90 }).toBuffer();
  const sha256 = createHash('sha256').update(data).digest('hex');
  const shot = sampleShot();
  return { ...shot, image: { type: 'image/jpeg', width: 320, height: 240, sha256, data } };
}

const REDUCE = [
  { behindSeconds: 10, quality: 50 },
  { behindSeconds: 60, quality: 30, maxSide: 160 },
];

async function reducerOf(behindSeconds: number | undefined) {
  const config = forwarderSchema.parse({ reduce: REDUCE, classes: [{ label: 'plate', policy: 'complete' }] });
  const classes = classesOf(config);
  const folder = temporaryFolder();
  const spool = await openSpool(folder);
  const { log, metrics } = quietContext();
  const queue = new SendQueue({ windowBytes: 1, resendAfterMs: 1, ...classes });
  const meter = new ForwarderMeter(metrics, spool, queue);
  const replaced: string[] = [];
  const onReplaced = ({ id }: { readonly id: string }) => replaced.push(id);
  const reducer = new Reducer({ classes, spool, meter, log, behindSeconds: () => behindSeconds, onReplaced });
  onTestFinished(() => reducer.close());

  async function reduce(shot: Pictured, label = 'face'): Promise<Buffer> {
    const { id, at, site, device, image } = shot;
    const payload = encodeShot(shot);
    const topic = 'vedette/home/pole/cam0/shot';
    await spool.append({ id, at, site, device, topic, label, sha256: image.sha256 }, payload);
    const entry = spool.get(id);
    return entry ? await reducer.reduce(entry, payload) : payload;
  }
  return { reduce, spool, folder, meter, replaced };
}

const isAsItWas = (payload: Buffer, shot: Pictured) => payload.equals(encodeShot(shot));

test('a smaller image says what it was, and the rest of the shot stays', async () => {
  const shot = await noisyShot();
  const reduced = await reduceShot(shot, { behindSeconds: 1, quality: 40, maxSide: 160 });
  const { image, ...rest } = reduced ?? shot;
  const { image: original, ...all } = shot;
  expect(rest).toEqual(all);
  expect(image).toMatchObject({ type: 'image/jpeg', width: 160, height: 120 });
  expect(image.reduced).toEqual({
    from: { sha256: original.sha256, width: 320, height: 240, bytes: original.data.length },
    quality: 40,
  });
  expect(image.data.length).toBeLessThan(original.data.length / 3);
  expect(readPayload(encodeShot(reduced ?? shot))).toMatchObject({ type: 'shot' });
});

test('a picture that is turned by its EXIF stays so', async () => {
  const shot = await noisyShot();
  const data = await sharp(shot.image.data).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
  const reduced = await reduceShot({ ...shot, image: { ...shot.image, data } }, { behindSeconds: 1, quality: 30 });
  expect(reduced?.image).toMatchObject({ width: 320, height: 240 });
  expect((await sharp(reduced?.image.data).metadata()).orientation).toBe(6);
});

test('an image that would not become smaller stays as it is', async () => {
  expect(await reduceShot(await noisyShot(), { behindSeconds: 1, quality: 100 })).toBeUndefined();
});

test('what is no JPEG stays as it is: its key would become another', async () => {
  const data = await sharp({ create: { width: 320, height: 240, channels: 3, background: 'grey' } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const shot = await noisyShot();
  const png = { ...shot, image: { ...shot.image, type: 'image/png' as const, data } };
  expect(await reduceShot(png, { behindSeconds: 1, quality: 10, maxSide: 16 })).toBeUndefined();
});

test('the longer the congestion the smaller; what is sent is what the spool holds from then on', async () => {
  const [none, some, much] = [await reducerOf(5), await reducerOf(20), await reducerOf(100)];
  const shot = await noisyShot();
  expect(isAsItWas(await none.reduce(shot), shot)).toBe(true);
  const medium = await some.reduce(shot);
  const small = await much.reduce(shot);
  expect(medium.length).toBeLessThan(encodeShot(shot).length);
  expect(small.length).toBeLessThan(medium.length);
  expect(much.replaced).toEqual([shot.id]);
  expect((await much.spool.read(shot.id))?.equals(small)).toBe(true);
  expect(much.meter.counts().reduced).toBe(1);
  const read = readPayload(small);
  expect(much.spool.get(shot.id)?.sha256).toBe(read.type === 'shot' && read.shot.image?.sha256);
});

test('it is not made smaller twice, nor where the class does not allow it, nor before the rate is known', async () => {
  const much = await reducerOf(100);
  const shot = await noisyShot();
  const once = await reduceShot(shot, { behindSeconds: 1, quality: 60 });
  expect(isAsItWas(await much.reduce(once ?? shot), once ?? shot)).toBe(true);
  const plate = await noisyShot();
  expect(isAsItWas(await much.reduce(plate, 'plate'), plate)).toBe(true);
  expect(isAsItWas(await (await reducerOf(undefined)).reduce(shot), shot)).toBe(true);
});

test('a shot without an image goes as it is', async () => {
  expect(await reduceShot(hiddenShot(), { behindSeconds: 1, quality: 10 })).toBeUndefined();
});

test('an image that cannot be read goes as it is', async () => {
  const much = await reducerOf(100);
  const shot = await noisyShot();
  const broken = Buffer.concat([shot.image.data.subarray(0, 700), Buffer.alloc(300)]);
  const sha256 = createHash('sha256').update(broken).digest('hex');
  const one = { ...shot, image: { ...shot.image, data: broken, sha256 } };
  expect(isAsItWas(await much.reduce(one), one)).toBe(true);
  expect(much.replaced).toEqual([]);
});
