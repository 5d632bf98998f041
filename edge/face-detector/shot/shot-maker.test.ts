import { checkShot, encodeShot, readPayload } from '@vedette/core/message';
import { expect, test } from 'vitest';
import type { Frame } from '../frame.ts';
import { sharp } from '../image/sharp.ts';
import type { Pick } from '../track/selector.ts';
import type { Privacy } from './privacy.ts';
import { ShotMaker } from './shot-maker.ts';

const PLACE = { site: 'home', device: 'jetson-1', camera: 'door' };
const MODEL = { name: 'yunet', sha256: 'a'.repeat(64), provider: 'cpu' };
const AT = Date.UTC(2026, 10, 20, 22, 38, 28) * 1_000;

function maker(privacy: Privacy = { default: 'full' }): ShotMaker {
  const crop = { marginShare: 0.5, maxSide: 512, quality: 90 };
  return new ShotMaker({
    place: PLACE,
    model: { ...MODEL, sureScore: 0.8 },
    software: 'vedette/test',
    config: 'b'.repeat(64),
    crop,
    privacy,
  });
}

/** The shot of one pick. */
async function shotOf(over: Partial<Pick> = {}, at = AT, privacy?: Privacy) {
  const [shot] = await maker(privacy).make([await pick(over, at)]);
  if (!shot) throw new Error('a pick gives a shot');
  return shot;
}

/** A face of 20x40 pixels in a frame of 200x100. */
async function pick(over: Partial<Pick> = {}, at = AT): Promise<Pick> {
  const picture = sharp({ create: { width: 200, height: 100, channels: 3, background: 'olive' } });
  const frame: Frame = { ref: 'walk.mp4#7', at, image: { type: 'encoded', data: await picture.jpeg().toBuffer() } };
  const landmarks = [
    [55, 30],
    [65, 30],
    [60, 40],
  ] as const;
  const detection = { label: 'face', score: 0.9, box: [50, 20, 20, 40] as const, landmarks };
  return { frame, width: 200, height: 100, detection, others: [], ...over };
}

test('a shot is what its receiver takes: valid, and its image is what it says', async () => {
  const track = { id: '3', phase: 'first', seen: 5 } as const;
  const shot = await shotOf({ track });
  expect(checkShot(shot)).toEqual({ type: 'shot', shot });
  expect(shot.model).toEqual(MODEL);
  expect(readPayload(encodeShot(shot))).toMatchObject({ type: 'shot', shot: { id: shot.id, at: AT, track } });
  expect(shot).toMatchObject({
    ...PLACE,
    model: MODEL,
    frame: { ref: 'walk.mp4#7', width: 200, height: 100 },
    box: [50, 20, 20, 40],
    quality: { area: 0.04, pose: 1, sharpness: 0 },
    image: { type: 'image/jpeg', width: 40, height: 80 },
    clock: { offsetMs: null, suspect: false },
  });
});

test('a face that reaches beyond its frame makes a valid shot too', async () => {
  const detection = { label: 'face', score: 1, box: [-50, -20, 400, 300] as const, landmarks: [] };
  const shot = await shotOf({ detection });
  expect(checkShot(shot)).toMatchObject({ type: 'shot' });
  expect(shot).toMatchObject({ quality: { area: 1, pose: 0 }, image: { width: 200, height: 100 } });
  expect(shot.track).toBeUndefined();
});

test('a part of the frame gives the shot that the whole frame gives', async () => {
  const half = sharp({ create: { width: 100, height: 100, channels: 3, background: 'navy' } });
  const both = half.extend({ right: 100, background: 'olive' });
  const whole: Frame = { ref: 'x', at: AT, image: { type: 'encoded', data: await both.png().toBuffer() } };
  const part = sharp(whole.image.data).extract({ left: 30, top: 0, width: 100, height: 90 });
  const frame: Frame = { ...whole, image: { type: 'encoded', data: await part.png().toBuffer() } };
  const detection = { label: 'face', score: 1, box: [90, 20, 20, 40] as const, landmarks: [] };
  const ofWhole = await shotOf({ frame: whole, detection });
  const ofPart = await shotOf({ frame, origin: [30, 0], detection });
  expect(ofPart.image?.sha256).toBe(ofWhole.image?.sha256);
  expect(ofPart.box).toEqual(ofWhole.box);
});

test('shots are numbered within their session; each run is another one', async () => {
  const first = maker();
  const shots = [
    ...(await first.make([await pick(), await pick()])),
    ...(await first.make([await pick()])),
    await shotOf(),
  ];
  expect(shots.map(({ seq }) => seq)).toEqual([0, 1, 2, 0]);
  expect(shots[1]?.session).toBe(shots[0]?.session);
  expect(shots[3]?.session).not.toBe(shots[0]?.session);
  expect(new Set(shots.map(({ id }) => id)).size).toBe(4);
});

test('the number of a shot that cannot be cut is given to the next', async () => {
  const shots = maker();
  const broken = await pick({ frame: { ref: 'x', at: AT, image: { type: 'encoded', data: Buffer.from('hello') } } });
  await expect(shots.make([broken])).rejects.toMatchObject({ reason: 'not-an-image' });
  expect((await shots.make([await pick()])).map(({ seq }) => seq)).toEqual([0]);
});

test('the time of a board without a battery is suspect', async () => {
  expect((await shotOf({}, 5_000_000)).clock.suspect).toBe(true);
});

test('what is no face is an object', async () => {
  const detection = { label: 'car', score: 1, box: [50, 20, 20, 40] as const, landmarks: [] };
  const shot = await shotOf({ detection });
  expect(shot).toMatchObject({ kind: 'object', label: 'car' });
  expect(checkShot(shot)).toMatchObject({ type: 'shot' });
});

test('several picks of one frame are shots in their order', async () => {
  const boxes = [
    [50, 20, 20, 40],
    [150, 50, 10, 10],
  ] as const;
  const picks = await Promise.all(
    boxes.map((box) => pick({ detection: { label: 'face', score: 1, box, landmarks: [] } })),
  );
  const frame = picks[0]?.frame ?? { ref: '', at: 0, image: { type: 'encoded', data: Buffer.alloc(0) } };
  const shots = await maker().make(picks.map((one) => ({ ...one, frame })));
  expect(shots.map(({ box }) => box)).toEqual(boxes);
  expect(shots.map(({ image }) => [image?.width, image?.height])).toEqual([
    [40, 80],
    [20, 20],
  ]);
});

test('what is not to be shown has no image, and the message says so', async () => {
  const shot = await shotOf({}, AT, { default: 'full', face: 'none' });
  expect(shot).not.toHaveProperty('image');
  expect(shot.redaction).toEqual({ face: 'none' });
  expect(checkShot(shot)).toEqual({ type: 'shot', shot });
  expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
});

test.each(['blurred', 'pixelated'] as const)('what was %s is said in the message', async (method) => {
  const shot = await shotOf({}, AT, { default: 'full', face: method });
  expect(shot).toMatchObject({ redaction: { face: method }, image: { width: 40, height: 80 } });
  expect(checkShot(shot)).toEqual({ type: 'shot', shot });
});

test('where nothing was hidden, nothing is said of it', async () => {
  const far = { label: 'person', score: 1, box: [150, 20, 20, 40] as const, landmarks: [] };
  expect(await shotOf({ others: [far] }, AT, { default: 'full', person: 'none' })).not.toHaveProperty('redaction');
});
