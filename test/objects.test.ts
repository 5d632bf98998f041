import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { descriptionsIn } from './support/bucket.ts';
import { FREE_PORTS } from './support/up.ts';
import { vedette } from './support/vedette.ts';

const model = sharedFile('models/yolox_nano.onnx');
const pictures = ['chelsea.png', 'two-people.jpg'].flatMap((name) => sharedFile(`testdata/images/${name}`) ?? []);

/** A house with the model in its data folder, and the pictures. */
function house(): string {
  const cwd = temporaryFolder();
  for (const folder of ['data/models', 'pictures']) mkdirSync(join(cwd, folder), { recursive: true });
  copyFileSync(model ?? '', join(cwd, 'data/models/yolox_nano.onnx'));
  for (const picture of pictures) copyFileSync(picture, join(cwd, 'pictures', picture.split('/').at(-1) ?? ''));
  return cwd;
}

async function seen(cwd: string, setting?: string) {
  const set = setting === undefined ? [] : ['--set', `faceDetector.${setting}`];
  const args = ['up', '--until-done', '--source', 'dir:pictures', '--model', 'yolox_nano', ...FREE_PORTS, ...set];
  const { code, stderr } = await vedette(args, { cwd }).exit;
  const objects = code === 0 ? descriptionsIn(join(cwd, 'data/bucket')) : [];
  return { code, stderr, objects };
}

describe.skipIf(!model || pictures.length < 2)('with YOLOX-nano (../shared/models/yolox_nano.onnx)', () => {
  test('objects come to the bucket under their kind and label', async () => {
    const { objects } = await seen(house());
    expect(objects.map(({ label }) => label).sort()).toEqual(['cat', 'person', 'person', 'tie', 'tie']);
    for (const { key, kind } of objects) expect([kind, key.split('/')[0]]).toEqual(['object', 'object']);
  }, 60_000);

  test('a file beside the model names its classes, and only those that are wanted come', async () => {
    const cwd = house();
    const labels = Array.from({ length: 80 }, (_, i) => (i === 15 ? 'Katze' : `class-${i}`));
    writeFileSync(join(cwd, 'data/models/yolox_nano.json'), JSON.stringify({ decoder: 'yolox', labels }));
    const { objects } = await seen(cwd, 'labels=Katze,class-79');
    expect(objects.map(({ label }) => label)).toEqual(['Katze']);
  }, 60_000);

  test('a label that the model does not have is a configuration error', async () => {
    const { code, stderr } = await seen(house(), 'labels=cow,unicorn');
    expect(code).toBe(2);
    expect(stderr).toContain('the model knows no unicorn; its labels are person, ');
  }, 60_000);
});
