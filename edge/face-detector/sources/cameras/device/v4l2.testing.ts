import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { onTestFinished, vi } from 'vitest';

/** Whether this user may make device files. */
export const MAY_MAKE_DEVICES = process.getuid?.() === 0;

/** What the camera does: gives MJPEG, gives raw pictures alone, or refuses to be captured from, in ffmpeg's words. */
type Ways = { readonly mjpeg: boolean } | { readonly refusal: string };

export interface StandInDevice {
  readonly path: string;
  plugIn(): void;
  /** Whether it gives MJPEG from its next session on. */
  setMjpeg(mjpeg: boolean): void;
  /** Its file vanishes, and who captures from it gets an error. */
  unplug(): void;
}

/**
 * A camera device where the kernel has none to give: a file of the kind of a device, and a script in the place of ffmpeg,
 * which runs the true one with a test card for its input and all of its output options.
 */
export function standInDevice(ways: Ways): StandInDevice {
  const folder = temporaryFolder();
  const path = join(folder, 'video0');
  const ffmpeg = execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim();
  const quiet = '-hide_banner -nostdin -loglevel error';
  const card = `${quiet} -re -f lavfi -i testsrc=size=64x48:rate=25 -c:v mjpeg -f smjpeg -`;
  const input = `${quiet} -use_wallclock_as_timestamps 1 -analyzeduration 0 -f smjpeg -i -`;
  const refusal = 'refusal' in ways ? ways.refusal : 'Invalid argument';
  const rawAlone = join(folder, 'raw-alone');
  const refused = 'refusal' in ways ? 'true' : `[ -e ${rawAlone} ] && echo "$*" | grep -q 'input_format mjpeg'`;
  writeFileSync(
    join(folder, 'ffmpeg'),
    `#!/bin/bash
if ${refused}; then echo "${path}: ${refusal}" >&2; exit 1; fi
until [ "$1" = -i ]; do shift; done
shift 2
${ffmpeg} ${card} 3>&- 2>/dev/null | ${ffmpeg} ${input} "$@" &
trap 'kill -INT $!' INT
while kill -0 $! 2>/dev/null; do
  [ -e ${path} ] || { kill $!; echo "${path}: No such device" >&2; exit 1; }
  sleep 0.05
done
`,
  );
  chmodSync(join(folder, 'ffmpeg'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const device = {
    path,
    plugIn: () => void execFileSync('mknod', [path, 'c', '1', '3']),
    setMjpeg: (mjpeg: boolean) => (mjpeg ? rmSync(rawAlone, { force: true }) : writeFileSync(rawAlone, '')),
    unplug: () => rmSync(path),
  };
  device.setMjpeg('mjpeg' in ways && ways.mjpeg);
  device.plugIn();
  return device;
}
