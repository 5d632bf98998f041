import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@vedette/core/errors';
import { temporaryFolder } from '@vedette/core/testing';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startProcess } from './child-process.ts';
import { isInstalled } from './installed.testing.ts';
import { startProgram } from './program.ts';
import { programsOf } from './programs.testing.ts';

const card = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc=size=320x240'];
const endless = [...card, '-f', 'rawvideo', 'pipe:1'];

afterEach(() => void vi.unstubAllEnvs());

test('a program that is not installed says how to get it', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  const started = startProgram('ffmpeg', [], new AbortController().signal);
  await expect(started).rejects.toThrow(ResourceError);
  await expect(started).rejects.toThrow('ffmpeg is not installed: apt-get install ffmpeg');
});

/** Puts a shell script in the place of ffmpeg until the test is over. */
function installScript(script: string, mode = 0o755): void {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ffmpeg'), `#!/bin/sh\n${script}\n`, { mode });
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

test('one that is installed and cannot be started says why', async () => {
  installScript('', 0o644);
  vi.stubEnv('PATH', process.env['PATH']?.split(':')[0]);
  const started = startProgram('ffmpeg', [], new AbortController().signal);
  await expect(started).rejects.toThrow(ResourceError);
  await expect(started).rejects.toThrow('cannot start ffmpeg: spawn ffmpeg EACCES');
});

test('a child of its own that holds its stderr does not hold up the stop', async () => {
  installScript('sleep 600 & echo $!; wait');
  const { output, stop } = await startProgram('ffmpeg', [], new AbortController().signal);
  for await (const pid of output) {
    onTestFinished(() => void process.kill(Number(pid)));
    break;
  }
  await stop();
});

test('it is stopped as by Ctrl-C, so that it lets go of its device', async () => {
  installScript("trap 'echo bye >&2; exit 7' INT; echo ready; while :; do sleep 0.01; done");
  const { output, stop, ended } = await startProgram('ffmpeg', [], new AbortController().signal);
  for await (const _ of output) break;
  await stop();
  expect(await ended).toMatchObject({ code: 7 });
});

test('one that says it is at its end, and hangs, is stopped', async () => {
  const says = 'echo "ERROR: from element x: no" >&2; exec sleep 600';
  const fatal = /^ERROR: from element /m;
  const { ended } = await startProcess('sh', ['-c', says], new AbortController().signal, { fatal });
  expect(await ended).toEqual({ code: undefined, lastWords: 'ERROR: from element x: no' });
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
