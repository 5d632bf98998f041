import { ResourceError } from '@vedette/core/errors';
import { describe, expect, test, vi } from 'vitest';
import { isInstalled } from './installed.testing.ts';
import { startProgram } from './program.ts';
import { programsOf } from './programs.testing.ts';

const card = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x240'];
const endless = [...card, '-f', 'rawvideo', 'pipe:1'];

test('a program that is not installed says how to get it', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  const started = startProgram('ffmpeg', [], new AbortController().signal);
  await expect(started).rejects.toThrow(ResourceError);
  await expect(started).rejects.toThrow('ffmpeg is not installed: apt-get install ffmpeg');
  vi.unstubAllEnvs();
});

describe.skipIf(!isInstalled('ffmpeg'))('with ffmpeg installed', () => {
  test('its last words come without the part that speaks and without addresses', async () => {
    const args = ['-nostdin', '-loglevel', 'error', '-i', 'rtsp://admin:hunter2@127.0.0.1:1/x', '-f', 'null', '-'];
    const { ended, stop } = await startProgram('ffmpeg', args, new AbortController().signal);
    expect(await ended).toEqual({ code: 1, lastWords: 'rtsp://127.0.0.1:1: Connection refused' });
    await stop();
  });

  test('nobody reads, and it is stopped all the same', async () => {
    const { stop, ended } = await startProgram('ffmpeg', endless, new AbortController().signal);
    await stop();
    expect((await ended).code).not.toBe(0);
    expect(programsOf('testsrc')).toEqual([]);
  });

  test('an abort ends the output without an error', async () => {
    const abort = new AbortController();
    const { output, ended } = await startProgram('ffmpeg', endless, abort.signal);
    for await (const _ of output) abort.abort();
    await ended;
    expect(programsOf('testsrc')).toEqual([]);
  });

  test('an abort that came first stops it at once', async () => {
    const { ended } = await startProgram('ffmpeg', endless, AbortSignal.abort());
    await ended;
    expect(programsOf('testsrc')).toEqual([]);
  });
});
