import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePort, hasPrograms, sharedFile, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { descriptionsIn, imagesIn } from './support/bucket.ts';
import { FREE_PORTS } from './support/up.ts';
import { vedette } from './support/vedette.ts';

interface Books {
  readonly frames: number;
  readonly faces: number;
  readonly shots: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly lost: number;
  readonly earlier: number;
  readonly seconds: number;
}

/** Runs `up --until-done` over a source in an empty folder. */
async function runOver(source: string, args: readonly string[] = []) {
  const cwd = temporaryFolder();
  const exit = await vedette(['up', '--until-done', '--source', source, ...FREE_PORTS, ...args], { cwd }).exit;
  expect(exit.code, exit.stderr).toBe(0);
  const books: Books = JSON.parse(exit.stdout.trim().split('\n').at(-1) ?? '');
  const bucket = join(cwd, 'data/bucket');
  expect(books.shots).toBe(
    books.stored + books.duplicates + books.rejected + books.dropped + books.waiting + books.lost,
  );
  expect(books).toMatchObject({ duplicates: 0, rejected: 0, dropped: 0, waiting: 0, lost: 0, earlier: 0 });
  return { books, bucket, stderr: exit.stderr };
}

test('the simulated camera: what it found is in the bucket, each once, with its description', async () => {
  const { books, bucket } = await runOver('sim:people=3,fps=20,frames=60', ['--select', 'every']);
  expect(books.frames).toBe(60);
  expect(books.faces).toBeGreaterThan(60);
  expect(books.stored).toBe(books.faces);
  expect(imagesIn(bucket)).toHaveLength(books.stored);
  expect(new Set(descriptionsIn(bucket).map(({ id }) => id)).size).toBe(books.stored);
}, 60_000);

test('--select track sends few of the many', async () => {
  const { books } = await runOver('sim:people=2,fps=20,frames=100', ['--select', 'track']);
  expect(books.stored).toBeGreaterThan(0);
  expect(books.stored).toBeLessThan(books.faces / 10);
}, 60_000);

test('shots that an earlier run has left are waited for', async () => {
  const cwd = temporaryFolder();
  const source = ['--until-done', '--source', 'sim:people=3,fps=60,frames=200', '--select', 'every'];
  const edge = ['edge', ...source, '--cloud', `mqtt://127.0.0.1:${await freePort()}`];
  const first = vedette([...edge, '--edge-port', '0', '--http-port', '0'], { cwd });
  await first.says(/the source is spent/);
  first.kill('SIGINT');
  const left = await first.exit;
  expect(left.code).toBe(1);
  const { waiting } = JSON.parse(left.stdout);
  expect(left.stderr).toContain(`${waiting} shots have no receipt yet`);
  const next = ['up', '--until-done', '--source', 'sim:frames=1', ...FREE_PORTS];
  const exit = await vedette(next, { cwd }).exit;
  expect(exit.code, exit.stderr).toBe(0);
  const { stored, earlier } = JSON.parse(exit.stdout);
  expect(earlier).toBe(0);
  expect(imagesIn(join(cwd, 'data/bucket'))).toHaveLength(waiting + stored);
}, 60_000);

test('a source without an end is refused', async () => {
  const cwd = temporaryFolder();
  const exit = await vedette(['up', '--until-done', '--source', 'sim', ...FREE_PORTS], { cwd }).exit;
  expect(exit).toMatchObject({ code: 2, stdout: '' });
  expect(exit.stderr).toContain('--until-done needs a source that ends');
  const camera = await vedette(['up', '--until-done', '--source', 'rtsp://me:hunter2@camera/x', ...FREE_PORTS], { cwd })
    .exit;
  expect(camera.code).toBe(2);
  expect(camera.stderr).not.toContain('hunter2');
});

const manifest = sharedFile('testdata/MANIFEST.json');
const images = sharedFile('testdata/images');

describe.skipIf(!manifest || !images)('real pictures (shared/testdata/images)', () => {
  test('the faces that the default model finds are stored under the frames they are in', async () => {
    const { books, bucket } = await runOver(`dir:${images}`);
    expect(books.frames).toBe(20);
    expect(imagesIn(bucket)).toHaveLength(books.faces);
    const { right, wrong } = score(bucket);
    expect(right).toBeGreaterThanOrEqual(30);
    expect(wrong).toBeLessThanOrEqual(2);
  }, 60_000);
});

describe.skipIf(!sharedFile('models/yunet_n_dynamic.onnx') || !images)(
  'real pictures with YuNet (shared/models)',
  () => {
    test('nearly all faces are found', async () => {
      const { bucket } = await runOver(`dir:${images}`, ['--model', sharedFile('models/yunet_n_dynamic.onnx') ?? '']);
      expect(score(bucket).right).toBeGreaterThanOrEqual(40);
    }, 60_000);
  },
);

describe.skipIf(!sharedFile('testdata/video') || !hasPrograms('ffmpeg'))(
  'real videos (shared/testdata/video, ffmpeg)',
  () => {
    test.each([
      ['head-pose-1-person.mp4', 23, true],
      ['head-pose-2-people.mp4', 56, true],
      ['walking-towards-camera.mp4', 35, true],
      ['cars.mp4', 377, false],
      ['one-by-one-person.mp4', 1394, undefined],
    ])(
      '%s',
      async (file, frames, hasFaces) => {
        const { books } = await runOver(`video:${sharedFile(`testdata/video/${file}`)}`);
        expect(books.frames).toBe(frames);
        if (hasFaces !== undefined) expect(books.stored > 0).toBe(hasFaces);
      },
      120_000,
    );
  },
);

describe.skipIf(!sharedFile('testdata/odd'))('odd files (shared/testdata/odd)', () => {
  test('what cannot be read is left out with its reason, and the run goes on', async () => {
    const { books, stderr } = await runOver(`dir:${sharedFile('testdata/odd')}`);
    expect(books.stored).toBeGreaterThan(15);
    for (const file of ['empty.jpg', 'text.jpg', 'vector.jpg', 'bomb-30000x30000-1bit.png', 'lying-header-65535.png']) {
      expect(stderr).toContain(file);
    }
  }, 60_000);
});

/** Detections in the bucket against the boxes of the manifest, right at an overlap (IoU) of 0.4. */
function score(bucket: string): { right: number; wrong: number } {
  const truth: { images: { file: string; faces: [number, number, number, number][] }[] } = JSON.parse(
    readFileSync(manifest ?? '', 'utf8'),
  );
  let right = 0;
  let wrong = 0;
  const left = new Map(truth.images.map(({ file, faces }) => [basename(file), [...(faces ?? [])]]));
  for (const { frame, box } of descriptionsIn(bucket)) {
    const faces = left.get(basename(frame?.ref ?? '')) ?? [];
    const hit = faces.findIndex((face) => overlap(face, box ?? [0, 0, 0, 0]) >= 0.4);
    if (hit < 0) wrong += 1;
    else {
      right += 1;
      faces.splice(hit, 1);
    }
  }
  return { right, wrong };
}

function overlap(a: readonly number[], b: readonly number[]): number {
  const [ax = 0, ay = 0, aw = 0, ah = 0] = a;
  const [bx = 0, by = 0, bw = 0, bh = 0] = b;
  const width = Math.max(0, Math.min(ax + aw, bx + bw) - Math.max(ax, bx));
  const height = Math.max(0, Math.min(ay + ah, by + bh) - Math.max(ay, by));
  return (width * height) / (aw * ah + bw * bh - width * height);
}
