import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { findModel } from './find-model.ts';

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

test('auto takes a YuNet that is there, one of free size first', () => {
  const folder = folderWith('yunet_n_320_320.onnx', 'yunet_s_dynamic.onnx', 'yunet_n_dynamic.onnx', 'yolox_nano.onnx');
  expect(findModel('auto', [folder])).toBe(join(folder, 'yunet_n_dynamic.onnx'));
});

test("OpenCV's names are known, its model of 2022 is the last choice", () => {
  const folder = folderWith('face_detection_yunet_2022mar.onnx', 'face_detection_yunet_2023mar.onnx');
  expect(findModel('yunet', [folder])).toBe(join(folder, 'face_detection_yunet_2023mar.onnx'));
  const old = folderWith('face_detection_yunet_2022mar.onnx');
  expect(findModel('yunet', [old])).toBe(join(old, 'face_detection_yunet_2022mar.onnx'));
});

test('folders are searched in order, and one that does not exist is empty', () => {
  const [first, second] = [folderWith('yunet_n_320_320.onnx'), folderWith('yunet_n_dynamic.onnx')];
  expect(findModel('auto', ['/nowhere/models', first, second])).toBe(join(first, 'yunet_n_320_320.onnx'));
});

test('without a YuNet, auto is the model that came with npm, which is blazeface too', () => {
  expect(findModel('auto', [folderWith('yolox_nano.onnx')])).toMatch(/face_detection_full_range\.tflite$/);
  expect(findModel('blazeface', [folderWith('yunet_n_dynamic.onnx')])).toMatch(/face_detection_full_range\.tflite$/);
});

test('a file is found by its path, or by its name in a folder', () => {
  const folder = folderWith('mine.onnx');
  expect(findModel(join(folder, 'mine.onnx'), [])).toBe(join(folder, 'mine.onnx'));
  expect(findModel('mine.onnx', [folder])).toBe(join(folder, 'mine.onnx'));
});

test('what is not there is an error that says where it was looked for', () => {
  const folder = folderWith();
  expect(() => findModel('yunet', [folder])).toThrow(ConfigError);
  expect(() => findModel('yunet', [folder])).toThrow(folder);
  expect(() => findModel('mine.onnx', [folder])).toThrow(new RegExp(`no model mine.onnx: looked in .*${folder}`));
  expect(() => findModel('haar', [folder])).toThrow(/auto, blazeface, yunet, a name .* or the path .* not "haar"/);
});

test('of YuNets that nobody knows, one of free size comes first, and any behind those that are known', () => {
  const [known, own] = ['yunet_s_320_320.onnx', 'yunet_mine_dynamic.onnx'];
  const folder = folderWith('yunet_mine.onnx', own);
  expect(findModel('auto', [folder])).toBe(join(folder, own));
  writeFileSync(join(folder, known), '');
  expect(findModel('auto', [folder])).toBe(join(folder, known));
});

test('a name without its ending is a file in a folder, or one that came with npm', () => {
  const folder = folderWith('mine.onnx', 'yolox_nano.onnx');
  expect(findModel('mine', [folder])).toBe(join(folder, 'mine.onnx'));
  expect(findModel('yolox_nano', [folder])).toBe(join(folder, 'yolox_nano.onnx'));
  expect(findModel('face_detection_short_range', [folder])).toMatch(/@mediapipe.*short_range\.tflite$/);
});

test('a known model that is not here can be pulled', () => {
  const folder = folderWith();
  expect(() => findModel('yolox_nano', [folder])).toThrow(ConfigError);
  expect(() => findModel('yolox_nano', [folder])).toThrow(
    new RegExp(`no model yolox_nano: looked in ${folder}; run \`vedette models pull yolox_nano\``),
  );
  expect(() => findModel('yunet', [folder])).toThrow('vedette models pull yunet_n_dynamic');
});

test('a folder that is named like a model is none', () => {
  const folder = folderWith();
  mkdirSync(join(folder, 'yunet.onnx'));
  expect(findModel('auto', [folder])).toMatch(/face_detection_full_range\.tflite$/);
});
