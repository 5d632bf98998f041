import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { sharp } from '../../../image/sharp.ts';
import type { Size } from '../../../image/size.ts';
import { type Box, intersectionOverUnion } from '../../box.ts';
import { type KnownPicture, knownPictures } from '../../manifest.testing.ts';
import type { DecoderName } from '../decoders.ts';
import type { DetectionModel, GraphSignature } from '../detection-model.ts';
import { loadModel } from '../load-model.ts';
import { suppressOverlaps } from '../nms.ts';
import { recogniseModel } from '../recognise-model.ts';

/** Debian's, where python3-opencv installs into. */
const PYTHON = '/usr/bin/python3';
const HAS_OPENCV = spawnSync(PYTHON, ['-c', 'import cv2']).status === 0;
if (!HAS_OPENCV && process.env['CI']) throw new Error('not installed: python3-opencv; see .ci/run');
const SCRIPT = fileURLToPath(new URL('detect.py', import.meta.url));

const CASES: readonly (readonly [file: string, decoder: DecoderName])[] = [
  ['yunet_n_320_320.onnx', 'yunet'],
  ['yunet_n_640_640.onnx', 'yunet'],
  ['yunet_s_320_320.onnx', 'yunet'],
  ['face_detection_yunet_2023mar.onnx', 'yunet'],
  ['face_detection_yunet_2026may.onnx', 'yunet'],
  ['face_detection_yunet_2022mar.onnx', 'yunet-2022'],
  ['version-RFB-320.onnx', 'ultraface'],
  ['version-slim-320.onnx', 'ultraface'],
  ['version-RFB-640.onnx', 'ultraface'],
  ['blazeface_front_128.onnx', 'blazeface'],
  ['blazeface_back_256.onnx', 'blazeface'],
  ['yolox_nano.onnx', 'yolox'],
];

const PICTURES = ['friends-3.jpg', 'apollo11-crew.jpg', 'two-people.jpg'];

interface Found {
  readonly box: Box;
  readonly score: number;
  readonly label: string;
}

describe.skipIf(!HAS_OPENCV)("of the same tensor OpenCV's dnn makes the same boxes (needs python3-opencv)", () => {
  test.each(CASES.filter(([file]) => sharedFile(`models/${file}`)))('as %s', async (name, decoder) => {
    const file = sharedFile(`models/${name}`) ?? '';
    const session = await InferenceSession.create((await loadModel(file)).onnx, { logSeverityLevel: 4 });
    const model = recogniseModel(file, signatureOf(session), { maxSide: 640 });
    const pictures = knownPictures('images').filter(({ file }) => PICTURES.some((one) => file.endsWith(one)));
    const inputs = await Promise.all(pictures.map((picture) => inputOf(picture, model)));
    const theirs = await findTheirs(file, decoder, model, inputs);
    let boxes = 0;
    for (const [i, input] of inputs.entries()) {
      const ours = await findOurs(session, model, input);
      expectSame(ours, theirs[i] ?? []);
      boxes += ours.length;
    }
    await session.release();
    expect(boxes).toBeGreaterThan(3);
  });
});

interface Input {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  readonly size: Size;
}

/** A picture as the model takes it, laid out with as little of ours as can be. */
async function inputOf({ file }: KnownPicture, { letterbox, format }: DetectionModel): Promise<Input> {
  const picture = sharp(sharedFile(`testdata/${file}`)).toColourspace('srgb');
  const { width = 0, height = 0 } = await picture.metadata();
  const { inner, outer, left, top } = letterbox({ width, height });
  const bytes = await picture.resize(inner.width, inner.height, { fit: 'fill' }).raw().toBuffer();
  const values = new Float32Array(3 * outer.width * outer.height).fill(format.padding * format.scale + format.offset);
  bytes.forEach((byte, i) => {
    const [pixel, channel] = [Math.floor(i / 3), format.order === 'rgb' ? i % 3 : 2 - (i % 3)];
    const place = (top + Math.floor(pixel / inner.width)) * outer.width + left + (pixel % inner.width);
    const at = format.layout === 'nchw' ? channel * outer.width * outer.height + place : 3 * place + channel;
    values[at] = byte * format.scale + format.offset;
  });
  const sides = [outer.height, outer.width];
  return { values, size: outer, shape: format.layout === 'nchw' ? [1, 3, ...sides] : [1, ...sides, 3] };
}

function signatureOf({ inputMetadata, outputMetadata }: InferenceSession): GraphSignature {
  const values = (all: readonly InferenceSession.ValueMetadata[]) =>
    all.map((one) => ({ name: one.name, shape: one.isTensor ? one.shape : [] }));
  return { inputs: values(inputMetadata), outputs: values(outputMetadata) };
}

async function findOurs(session: InferenceSession, model: DetectionModel, input: Input): Promise<Found[]> {
  const [name = ''] = session.inputNames;
  const run = await session.run({ [name]: new Tensor('float32', input.values, input.shape) });
  const outputs = Object.fromEntries(Object.entries(run).map(([name, { data }]) => [name, data as Float32Array]));
  return suppressOverlaps(model.decode(outputs, input.size, model.minScore), model.maxOverlap);
}

async function findTheirs(
  file: string,
  decoder: DecoderName,
  { minScore, maxOverlap, labels }: DetectionModel,
  inputs: readonly Input[],
): Promise<Found[][]> {
  const folder = temporaryFolder();
  const files = inputs.map(({ values, shape, size }, i) => {
    const tensor = join(folder, String(i));
    writeFileSync(tensor, new Uint8Array(values.buffer));
    return { tensor, shape, size: [size.width, size.height] };
  });
  const python = promisify(execFile)(PYTHON, [SCRIPT]);
  python.child.stdin?.end(JSON.stringify({ file, decoder, minScore, maxOverlap, inputs: files }));
  const found = JSON.parse((await python).stdout) as [...Box, number, number][][];
  return found.map((rows) =>
    rows.map(([x, y, width, height, score, number]) => {
      return { box: [x, y, width, height], score, label: labels[number] ?? 'none' };
    }),
  );
}

/** Each box of ours has one of theirs, with its label and score, that it covers but for less than a hundredth. */
function expectSame(ours: readonly Found[], theirs: readonly Found[]): void {
  expect(ours.map(({ label }) => label).sort()).toEqual(theirs.map(({ label }) => label).sort());
  for (const { box, score, label } of ours) {
    const overlaps = theirs.map((other) => (other.label === label ? intersectionOverUnion(box, other.box) : 0));
    const best = overlaps.indexOf(Math.max(...overlaps));
    expect(overlaps[best]).toBeGreaterThan(0.99);
    expect(theirs[best]?.score).toBeCloseTo(score, 2);
  }
}
