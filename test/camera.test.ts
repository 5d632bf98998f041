import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { openLink } from '@vedette/core/mqtt';
import { eventually, hasPrograms, sharedFile, temporaryFolder } from '@vedette/core/testing';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { imagesIn } from './support/bucket.ts';
import { metric } from './support/metrics.ts';
import { up } from './support/up.ts';

/** A camera that sends one picture again and again as MJPEG over HTTP; `port` 0 takes a free one. */
async function startCamera(jpeg: Buffer, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    const timer = setInterval(() => {
      response.write(`--frame\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`);
      response.write(jpeg);
      response.write('\r\n');
    }, 50);
    response.once('close', () => clearInterval(timer));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => stopCamera(server));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

function stopCamera(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** The retained JSON on a topic filter, as it changes. */
function watchJson(port: string, filter: string): Record<string, unknown>[] {
  const seen: Record<string, unknown>[] = [];
  const link = openLink({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: `watcher-${filter.length}-${port}`,
    subscribe: [filter],
    onMessage: async ({ payload }) => void seen.push(JSON.parse(payload.toString())),
  });
  onTestFinished(() => link.close(true));
  return seen;
}

test('a camera that goes away is said on the status topic, on both brokers, and comes back', async () => {
  const jpeg = await sharp({ create: { width: 320, height: 240, channels: 3, background: 'olive' } })
    .jpeg()
    .toBuffer();
  const camera = await startCamera(jpeg);
  const source = `http://127.0.0.1:${camera.port}/stream`;
  const running = await up(['--source', source, '--set', 'faceDetector.retryMaxSeconds=1'], temporaryFolder());
  const atEdge = watchJson(running.edgePort, 'vedette/+/+/+/status');
  const inCloud = watchJson(running.cloudPort, 'vedette/+/+/status');
  const last = (seen: Record<string, unknown>[]) => seen.at(-1);
  const frames = () => metric(running.http, 'vedette_detector_frames_total');
  await eventually('frames', async () => (await frames()) > 0);
  await eventually('running', () => last(atEdge)?.['state'] === 'running');

  stopCamera(camera.server);
  await eventually('away', () => last(atEdge)?.['state'] === 'away');
  expect(last(atEdge)?.['reason']).toEqual(expect.any(String));
  await eventually('away, in the cloud', () => JSON.stringify(last(inCloud)?.['cameras'] ?? {}).includes('"away"'));
  expect((await fetch(`${running.http}/readyz`)).status).toBe(503);

  await startCamera(jpeg, camera.port);
  const before = await frames();
  await eventually('running again', () => last(atEdge)?.['state'] === 'running');
  await eventually('frames again', async () => (await frames()) > before);
  running.kill('SIGINT');
  expect((await running.exit).code).toBe(0);
});

const withFswebcam = test.skipIf(!hasPrograms('fswebcam'));

withFswebcam("fswebcam's test picture is looked at, by node-webcam", async () => {
  const running = await up(['--source', 'webcam:TEST'], temporaryFolder());
  await eventually('frames', async () => (await metric(running.http, 'vedette_detector_frames_total')) > 2);
});

const portrait = sharedFile('testdata/images/two-people.jpg');
describe.skipIf(!portrait)('a picture before the webcam (shared/testdata/images)', () => {
  withFswebcam("fswebcam's FILE device: the faces are stored", async () => {
    const cwd = temporaryFolder();
    await up(['--source', `webcam:FILE:${portrait}`, '--select', 'every'], cwd);
    await eventually('an object', () => imagesIn(join(cwd, 'data/bucket')).length > 0);
  });
});
