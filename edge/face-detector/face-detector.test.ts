import { commonSchema } from '@vedette/core/config';
import { ResourceError } from '@vedette/core/errors';
import { cameraLedgerSchema, minuteOf, openOf } from '@vedette/core/ledger';
import { type FaceShot, readPayload } from '@vedette/core/message';
import { KeptLink, type MqttMessage } from '@vedette/core/mqtt';
import { eventually, quietContext, temporaryFolder, testBroker } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { faceDetectorSchema, startFaceDetector } from './index.ts';

const BASE = 'vedette/home/pole-7/cam0';

/** What somebody who comes now hears on the camera's topics: what is retained, and what comes yet. */
async function listen(url: string) {
  const got: MqttMessage[] = [];
  const listener = new KeptLink({
    ...{ what: 'broker', log: quietContext().log },
    link: { url, clientId: 'listener', subscribe: [`${BASE}/#`], onMessage: async (message) => void got.push(message) },
  });
  onTestFinished(() => listener.close(true));
  await eventually('the listener is connected', () => listener.link);
  const on = (leaf: string) => got.filter(({ topic }) => topic === `${BASE}/${leaf}`);
  return {
    shots: () => on('shot').flatMap(({ payload }) => shotOf(payload)),
    meta: () => on('meta').map(({ payload }) => JSON.parse(payload.toString())),
    ledger: () => on('ledger').map(({ payload }) => cameraLedgerSchema.parse(JSON.parse(payload.toString()))),
    status: () => on('status').map(({ payload }) => JSON.parse(payload.toString())),
  };
}

function shotOf(payload: Buffer): FaceShot {
  const read = readPayload(payload);
  if (read.type === 'shot' && read.shot.kind === 'face') return read.shot;
  throw new Error(`no shot of a face: ${JSON.stringify(read)}`);
}

async function startDetector(brokerUrl: string, source: string, over: object = {}) {
  const context = quietContext();
  const detector = await startFaceDetector(
    faceDetectorSchema.parse({ brokerUrl, source, ...over }),
    commonSchema.parse({ data: temporaryFolder(), device: 'pole-7' }),
    context,
  );
  onTestFinished(() => detector.stop());
  return { detector, metrics: context.metrics };
}

test('per minute of capture the ledger says what became of each face, in the session of its shots', async () => {
  const { url } = await testBroker();
  const heard = await listen(url);
  const { detector } = await startDetector(url, 'sim:people=3,fps=60,frames=150', { select: 'track' });
  await detector.done;
  const { faces, shots } = detector.counts();
  await eventually('all shots', () => heard.shots().length === shots);
  const reports = heard.ledger();
  expect(new Set(reports.map(({ session }) => session))).toEqual(new Set(heard.shots().map(({ session }) => session)));
  const last = new Map(reports.flatMap(({ minutes }) => minutes).map((row) => [row.minute, row]));
  const total = (key: 'generated' | 'shots') => [...last.values()].reduce((sum, row) => sum + row[key], 0);
  expect({ faces: total('generated'), shots: total('shots') }).toEqual({ faces, shots });
  expect([...last.values()].map(openOf)).toEqual([...last.values()].map(() => 0));
  expect(heard.shots().every(({ at }) => last.has(minuteOf(at)))).toBe(true);
});

test('a source that ends: every face is a shot on the broker, the books close, the camera says that it stopped', async () => {
  const { url } = await testBroker();
  const heard = await listen(url);
  const { detector, metrics } = await startDetector(url, 'sim:people=3,fps=60,frames=30', { select: 'every' });
  await detector.done;
  const { faces, shots, suppressed } = detector.counts();
  expect(faces).toBeGreaterThan(10);
  expect({ shots, suppressed }).toEqual({ shots: faces, suppressed: {} });
  await detector.stop();
  await eventually('all shots and their twins', () => heard.shots().length === faces && heard.meta().length === faces);
  expect(heard.shots().map(({ seq }) => seq)).toEqual(Array.from({ length: faces }, (_, index) => index));
  expect(heard.meta().map(({ id }) => id)).toEqual(heard.shots().map(({ id }) => id));
  const { sureScore: _, ...model } = detector.model;
  expect(heard.shots()[0]).toMatchObject({ site: 'home', device: 'pole-7', camera: 'cam0', model });
  expect(await metrics.metrics()).toContain(`vedette_detector_shots_total ${faces}\n`);
  const { status } = await listen(url);
  await eventually('the retained status', () => status().length > 0);
  expect(status()).toMatchObject([{ camera: 'cam0', state: 'stopped', source: 'sim:people=3,fps=60,frames=30' }]);
  expect(status()[0]).not.toHaveProperty('reason');
});

test('a source that fails leaves its reason on the retained status', async () => {
  const { url } = await testBroker();
  const { detector } = await startDetector(url, 'dir:/nonexistent');
  await expect(detector.done).rejects.toThrow(ResourceError);
  await detector.stop();
  const { status } = await listen(url);
  await eventually('the retained status', () => status().length > 0);
  expect(status()).toMatchObject([{ state: 'stopped', reason: 'no such folder: /nonexistent' }]);
});

test('a password in the address of a camera is not published, and not in its fault', async () => {
  const { url } = await testBroker();
  const heard = await listen(url);
  const { detector } = await startDetector(url, 'rtsp://admin:hunter2@127.0.0.1:1/live');
  await eventually('the camera is away', () => heard.status().some(({ state }) => state === 'away'));
  expect(heard.status().at(-1)).toMatchObject({ state: 'away', source: 'rtsp://127.0.0.1:1' });
  expect(detector.ready()).toMatchObject({ ready: false, reason: expect.stringContaining('the camera is away') });
  expect(JSON.stringify([heard.status(), detector.ready()])).not.toContain('hunter2');
});
