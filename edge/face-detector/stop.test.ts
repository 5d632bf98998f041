import { commonSchema } from '@vedette/core/config';
import { eventually, HAS_MOSQUITTO, quietContext, startMosquitto, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faceDetectorSchema, startFaceDetector } from './index.ts';

/** A detector that has as many shots to send as the broker takes. */
async function detectorAt(brokerUrl: string) {
  const shots: string[] = [];
  const detector = await startFaceDetector(
    faceDetectorSchema.parse({ brokerUrl, source: 'sim:fps=20', select: 'every' }),
    commonSchema.parse({ data: temporaryFolder(), device: 'pole-7' }),
    quietContext(),
    { onShot: (id) => shots.push(id) },
  );
  onTestFinished(() => detector.stop());
  return { detector, shots };
}

test('a detector stops while its broker is away', async () => {
  const { detector, shots } = await detectorAt('mqtt://127.0.0.1:1');
  await eventually('a shot waits for the broker', () => shots.length > 0);
  await detector.stop();
  expect(detector.counts().shots).toBe(0);
});

describe.skipIf(!HAS_MOSQUITTO)('a broker that is frozen (needs mosquitto)', () => {
  test('a detector stops all the same', async () => {
    const { url, process: broker } = await startMosquitto();
    const { detector, shots } = await detectorAt(url);
    await eventually('shots are sent', () => detector.counts().shots > 2);
    broker.kill('SIGSTOP');
    const sent = detector.counts().shots;
    await eventually('a shot waits for the broker', () => shots.length > sent);
    await detector.stop();
    const { shots: published, suppressed } = detector.counts();
    expect(published).toBeLessThan(shots.length);
    expect(suppressed.unsent).toBeGreaterThanOrEqual(shots.length - published);
  });
});
