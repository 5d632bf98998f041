import { eventually } from '@vedette/core/testing';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../image/decode-image.ts';
import { collect, Heard } from '../collect.testing.ts';
import { open } from '../open.testing.ts';
import type { Source } from '../source.ts';
import { makeJpeg, multipart, serve, writePart } from './mjpeg-server.testing.ts';

/** The reason of the first time that the source is away. */
async function reasonAway(source: Source): Promise<string> {
  const heard = new Heard();
  const abort = new AbortController();
  const running = (async () => {
    for await (const _ of source.frames(abort.signal, heard)) break;
  })();
  const state = await eventually('the camera is away', () => heard.states[0]);
  abort.abort();
  await running;
  return state.state === 'away' ? state.reason : '';
}

test('multipart: pictures as they are, numbered, with the time of arrival', async () => {
  const jpeg = await makeJpeg(200);
  const { port } = await serve(multipart(jpeg));
  const before = Date.now();
  const heard = new Heard();
  const frames = await collect(open(`http://127.0.0.1:${port}/video`), heard, 3);
  expect(frames.map(({ image }) => image)).toEqual(Array(3).fill({ type: 'encoded', data: jpeg }));
  expect(frames.map(({ ref }) => Number(ref))).toEqual(frames.map(({ ref }) => Number(ref)).toSorted((a, b) => a - b));
  for (const { at } of frames) expect(Math.abs(at / 1_000 - before)).toBeLessThan(20_000);
  expect(heard.states).toEqual([]);
});

test('a plain stream of JPEGs', async () => {
  const jpeg = await makeJpeg(100);
  const { port } = await serve((_request, response) => {
    const timer = setInterval(() => response.write(jpeg), 5);
    response.once('close', () => clearInterval(timer));
  });
  const frames = await collect(open(`http://127.0.0.1:${port}`), new Heard(), 2);
  expect(frames[1]?.image).toEqual({ type: 'encoded', data: jpeg });
});

test('an address that answers with one picture is asked again', async () => {
  const jpeg = await makeJpeg(100);
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
  });
  const heard = new Heard();
  expect(await collect(open(`http://127.0.0.1:${port}/snapshot.jpg`, { fps: 50 }), heard, 3)).toHaveLength(3);
  expect(heard.states).toEqual([]);
});

test('the newest picture wins over those that nobody took', async () => {
  const pictures = await Promise.all([10, 110, 210].map((red) => makeJpeg(red)));
  let client: Parameters<typeof writePart>[0] | undefined;
  const { port } = await serve((_request, response) => {
    client = response;
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    for (const picture of pictures) writePart(response, picture);
  });
  const heard = new Heard();
  const frames = open(`http://127.0.0.1:${port}`).frames(new AbortController().signal, heard)[Symbol.asyncIterator]();
  const first = await frames.next();
  await eventually('the others overtake each other', () => heard.overtaken + Number(first.value.ref) === 1);
  expect((await frames.next()).value).toMatchObject({ ref: '2', image: { data: pictures[2] } });
  await frames.return?.();
  await eventually('the connection is let go', () => client?.destroyed);
});

test('user and password of the address are sent, also with special characters', async () => {
  const jpeg = await makeJpeg(1);
  let authorization: string | undefined;
  const { port } = await serve((request, response) => {
    authorization = request.headers.authorization;
    multipart(jpeg)(request, response);
  });
  await collect(open(`http://ad%40min:p%3Ass@127.0.0.1:${port}/`), new Heard(), 1);
  expect(authorization).toBe(`Basic ${Buffer.from('ad@min:p:ss').toString('base64')}`);
});

test('the time that a camera stamps its pictures with is that of their capture', async () => {
  const jpeg = await makeJpeg(1);
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    const timer = setInterval(() => {
      const seconds = (Date.now() - 700) / 1_000;
      writePart(response, jpeg, `X-Timestamp: ${seconds.toFixed(6)}\r\nX-Framerate: 25`);
    }, 5);
    response.once('close', () => clearInterval(timer));
  });
  const begun = Date.now();
  const [frame] = await collect(open(`http://127.0.0.1:${port}`), new Heard(), 1);
  const at = (frame?.at ?? 0) / 1_000;
  expect(at).toBeGreaterThanOrEqual(begun - 700);
  expect(at).toBeLessThanOrEqual(Date.now() - 699);
});

test('behind parts without a whole picture, a stamp is still that of its own picture', async () => {
  const jpeg = await makeJpeg(1);
  let sentMs = 0;
  const stamp = (agoMs: number) => `X-Timestamp: ${((sentMs - agoMs) / 1_000).toFixed(3)}`;
  const { port } = await serve((_request, response) => {
    sentMs = Date.now();
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    writePart(response, jpeg.subarray(0, -40), stamp(1_500));
    writePart(response, Buffer.alloc(0), stamp(1_200));
    writePart(response, jpeg, stamp(300));
  });
  const heard = new Heard();
  const [frame] = await collect(open(`http://127.0.0.1:${port}`), heard, 1);
  expect(heard.bad.map(({ reason }) => reason)).toEqual(['broken']);
  expect(Math.abs((frame?.at ?? 0) / 1_000 - (sentMs - 300))).toBeLessThan(3);
});

test('a picture may have another size than the one before, and all are turned', async () => {
  const sizes = [
    [32, 24],
    [64, 48],
  ] as const;
  const pictures = await Promise.all(sizes.map(([width, height]) => makeJpeg(200, width, height)));
  let sent = 0;
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    const timer = setInterval(() => writePart(response, pictures[sent++ % 2] ?? Buffer.alloc(0)), 5);
    response.once('close', () => clearInterval(timer));
  });
  const turned = open(`http://127.0.0.1:${port}`, { turn: { rotate: 90, mirror: false } });
  const seen = new Set<string>();
  for await (const { image } of turned.frames(new AbortController().signal, {})) {
    const { frame } = await decodeImage(image, (size) => size, 1e6);
    seen.add(`${frame.width}x${frame.height}`);
    if (seen.size === 2) break;
  }
  expect([...seen].sort()).toEqual(['24x32', '48x64']);
});

test('what begins like a picture and is none is counted, and its camera is left after a while', async () => {
  const noise = Buffer.from(Array.from({ length: 65_536 }, (_, i) => Math.imul(i * i + 1, 0x9e3779b1) >>> 13));
  const garbage = Buffer.concat([Buffer.from('ffd8ffe00010', 'hex'), noise]);
  let connections = 0;
  const { port } = await serve((_request, response) => {
    connections += 1;
    const timer = setInterval(() => response.write(garbage), 5);
    response.once('close', () => clearInterval(timer));
  });
  const heard = new Heard();
  const abort = new AbortController();
  const running = (async () => {
    const source = open(`http://127.0.0.1:${port}`, { stallSeconds: 0.2 });
    for await (const frame of source.frames(abort.signal, heard)) expect.unreachable(`frame ${frame.ref}`);
  })();
  await eventually('it was asked again', () => connections > 2);
  abort.abort();
  await running;
  expect(heard.states).toEqual([{ state: 'away', reason: 'no picture for 0.2 s' }]);
  expect(new Set(heard.bad.map(({ reason }) => reason))).toEqual(new Set(['broken']));
});

describe('a camera that is not there says why, without its password', () => {
  test.each([
    [401, { 'www-authenticate': 'Basic' }, 'answers 401 Unauthorized: put http://USER:PASSWORD@HOST'],
    [401, { 'www-authenticate': 'Digest realm="x"' }, 'set the camera to Basic'],
    [404, {}, 'answers 404 Not Found'],
    [200, { 'content-type': 'text/html' }, 'answers with text/html, not with pictures'],
  ])('%i %j', async (status, headers, reason) => {
    const { port } = await serve((_request, response) => response.writeHead(status, { ...headers }).end('no'));
    const said = await reasonAway(open(`http://admin:hunter2@127.0.0.1:${port}/x?key=hunter2`));
    expect(said).toContain(reason);
    expect(said).not.toContain('hunter2');
  });

  test('nobody listens', async () => {
    const { port, stop } = await serve(() => {});
    await stop();
    expect(await reasonAway(open(`http://127.0.0.1:${port}`))).toContain('ECONNREFUSED');
  });

  test('it never sends a picture', async () => {
    const { port } = await serve((_request, response) => response.writeHead(200).write('--frame\r\n'));
    expect(await reasonAway(open(`http://127.0.0.1:${port}`, { stallSeconds: 0.2 }))).toBe('no picture for 0.2 s');
  });
});

test('a camera that goes away and comes back is told once each, and goes on', async () => {
  const jpeg = await makeJpeg(1);
  const first = await serve(multipart(jpeg));
  const heard = new Heard();
  const abort = new AbortController();
  let frames = 0;
  const running = (async () => {
    for await (const _ of open(`http://127.0.0.1:${first.port}`).frames(abort.signal, heard)) frames += 1;
  })();
  await eventually('the first pictures', () => frames > 3);
  await first.stop();
  let tries = 0;
  const rebooting = await serve((_request, response) => {
    tries += 1;
    response.writeHead(503).end();
  }, first.port);
  await eventually('several tries in vain', () => tries > 3);
  expect(heard.states).toHaveLength(1);
  await rebooting.stop();
  const before = frames;
  await serve(multipart(jpeg), first.port);
  await eventually('pictures again', () => frames > before + 3);
  expect(heard.states.map(({ state }) => state)).toEqual(['away', 'running']);
  abort.abort();
  await running;
});

test('a camera that is asked for few pictures is not taken for one that stalls', async () => {
  const jpeg = await makeJpeg(1);
  const { port } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
  });
  const heard = new Heard();
  const slow = { fps: 2, stallSeconds: 0.1 };
  expect(await collect(open(`http://127.0.0.1:${port}/snapshot.jpg`, slow), heard, 2)).toHaveLength(2);
  expect(heard.states).toEqual([]);
});

test('a camera that stalls is started anew', async () => {
  const jpeg = await makeJpeg(1);
  let connections = 0;
  const { port } = await serve((_request, response) => {
    connections += 1;
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    writePart(response, jpeg);
  });
  const heard = new Heard();
  expect(await collect(open(`http://127.0.0.1:${port}`, { stallSeconds: 0.2 }), heard, 3)).toHaveLength(3);
  expect(connections).toBe(3);
  expect(heard.states.map(({ state }) => state)).toEqual(['away', 'running', 'away', 'running']);
});
