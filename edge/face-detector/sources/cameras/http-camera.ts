import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import { type Camera, CameraAwayError, type CameraSettings, type Picture } from './camera.ts';
import { JpegSplitter, type SplitJpeg } from './jpeg-splitter.ts';

/** How often an address that answers with a single picture is asked, unless a rate was given. */
const SNAPSHOT_FPS = 1;

/**
 * A network camera that answers HTTP with MJPEG, with or without multipart headers, or with one picture each time. The
 * headers may stamp each picture, as mjpg-streamer, µStreamer and the ESP32's do.
 */
export function httpCamera(address: string, { fps = SNAPSHOT_FPS }: CameraSettings): Camera {
  const { url, headers } = splitCredentials(address);
  return {
    name: redactUrls(address),
    remote: true,
    async *pictures(signal, { onBad }) {
      for (;;) {
        const { body, type } = await request(url, headers, signal);
        const splitter = new JpegSplitter(onBad);
        for await (const chunk of readBody(body)) yield* splitter.push(chunk).map(toPicture);
        if (type !== 'image/jpeg') throw new CameraAwayError('it closed the connection');
        await sleep(1_000 / fps, undefined, { signal });
      }
    },
  };
}

function toPicture({ data, preamble }: SplitJpeg): Picture {
  return { image: { type: 'encoded', data }, stampMs: readTimestamp(preamble.toString('latin1')) };
}

/**
 * `X-Timestamp: 1795238250.063411`: seconds, since the epoch or since the camera was switched on. Of several the last: those
 * before it are of parts without a picture.
 */
function readTimestamp(headers: string): number | undefined {
  const [, seconds] = [...headers.matchAll(/^x-timestamp: *(\d{1,12}(?:\.\d{1,9})?) *\r?$/gim)].at(-1) ?? [];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1_000);
}

/** fetch refuses an address with a user; the header it would send follows from it (RFC 7617). */
function splitCredentials(address: string): { url: URL; headers: Record<string, string> } {
  const url = new URL(address);
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers: {} };
  url.username = '';
  url.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

async function request(url: URL, headers: Record<string, string>, signal: AbortSignal) {
  const response = await fetch(url, { headers, signal }).catch((error) => {
    throw new CameraAwayError(describe(error), { cause: error });
  });
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (response.ok && response.body && !/^(text|application\/(json|xml))/.test(type))
    return { body: response.body, type };
  await response.body?.cancel();
  if (response.ok) throw new CameraAwayError(`it answers with ${type || 'nothing'}, not with pictures`);
  throw new CameraAwayError(`it answers ${response.status} ${response.statusText}${hint(response)}`);
}

function hint({ status, headers }: Response): string {
  if (status !== 401) return '';
  const digest = /^digest/i.test(headers.get('www-authenticate') ?? '');
  return digest
    ? ' and asks for Digest authentication: set the camera to Basic'
    : ': put http://USER:PASSWORD@HOST into the address';
}

async function* readBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    for await (const { buffer, byteOffset, byteLength } of body) yield Buffer.from(buffer, byteOffset, byteLength);
  } catch (error) {
    throw new CameraAwayError(describe(error), { cause: error });
  }
}

/** fetch says 'fetch failed' and 'terminated'; the cause says why. */
function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return messageOf(cause) || (cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer');
}
