import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedFile, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { sharp } from '../image/sharp.ts';
import { findModel } from './models/find-model.ts';

/** What a service may need beyond its everyday memory for the worst picture that it is sent. */
const BOUND_MB = 300;

/** Opens a detector, looks at an everyday picture, then at the given files; says what came of each and the rise in MB. */
const SCRIPT = `
  import { readFileSync } from 'node:fs';
  import { OnnxDetector } from ${JSON.stringify(new URL('../dist/detect/run/onnx-detector.js', import.meta.url))};
  const [file, everyday, ...rest] = process.argv.slice(1);
  const detector = await OnnxDetector.open({ file, provider: 'cpu', maxSide: 640, maxPixels: 50_000_000 });
  const look = (path) =>
    detector.detect({ ref: path, at: 0, image: { type: 'encoded', data: readFileSync(path) } }).then(
      () => 'ok',
      (error) => error.reason,
    );
  await look(everyday);
  const before = process.resourceUsage().maxRSS;
  const outcomes = [];
  for (const path of rest) outcomes.push(await look(path));
  const megabytes = (process.resourceUsage().maxRSS - before) / 1024;
  await detector.close();
  console.log(JSON.stringify({ outcomes, megabytes }));
`;

async function memoryFor(files: string[]): Promise<{ outcomes: string[]; megabytes: number }> {
  const everyday = join(temporaryFolder(), 'everyday.jpg');
  writeFileSync(everyday, await picture(1280, 720).jpeg().toBuffer());
  const script = ['--input-type=module', '-e', SCRIPT, findModel('blazeface', []), everyday, ...files];
  const { stdout } = await promisify(execFile)(process.execPath, script);
  return JSON.parse(stdout);
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#777' } });
}

test('the largest pictures that are allowed need a bounded memory, even where a format needs them whole', async () => {
  const folder = temporaryFolder();
  const large = picture(7_000, 7_000);
  const files = {
    'interlaced.png': large.clone().png({ progressive: true, compressionLevel: 1 }),
    'progressive.jpg': large.clone().jpeg({ progressive: true }),
    'turned.jpg': large.clone().withMetadata({ orientation: 6 }).jpeg(),
  };
  for (const [name, made] of Object.entries(files)) writeFileSync(join(folder, name), await made.toBuffer());
  const { outcomes, megabytes } = await memoryFor(Object.keys(files).map((name) => join(folder, name)));
  expect(outcomes).toEqual(['ok', 'ok', 'ok']);
  expect(megabytes).toBeLessThan(BOUND_MB);
});

const bombs = ['bomb-30000x30000-1bit.png', 'bomb-12000x12000-rgb.png', 'lying-header-65535.png', 'vector.jpg'].flatMap(
  (name) => sharedFile(`testdata/odd/${name}`) ?? [],
);

test.skipIf(bombs.length === 0)('the bombs of ../shared/testdata/odd are refused before they unfold', async () => {
  const { outcomes, megabytes } = await memoryFor(bombs);
  expect(outcomes).toEqual(['too-many-pixels', 'too-many-pixels', 'too-many-pixels', 'unsupported']);
  expect(megabytes).toBeLessThan(BOUND_MB);
});
