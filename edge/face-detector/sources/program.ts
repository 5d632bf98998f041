import { messageOf, ResourceError } from '@vedette/core/errors';
import { type RunningProcess, startProcess } from './child-process.ts';

/** The Debian packages that each program comes with. */
const PACKAGES = {
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  fswebcam: 'fswebcam',
  'gst-launch-1.0': 'gstreamer1.0-tools gstreamer1.0-plugins-good',
};

export type Program = keyof typeof PACKAGES;

/** gst-launch hangs in one of ten cases instead of ending, when an element cannot go on. */
const FATAL: Partial<Record<Program, RegExp>> = { 'gst-launch-1.0': /^ERROR: from element /m };

/** As `startProcess`; throws ResourceError where the program is not installed or cannot be started. */
export async function startProgram(
  program: Program,
  args: readonly string[],
  signal: AbortSignal,
): Promise<RunningProcess> {
  try {
    return await startProcess(program, args, signal, { fatal: FATAL[program] });
  } catch (error) {
    throw cannotStart(program, error);
  }
}

function cannotStart(program: Program, cause: unknown): ResourceError {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return notInstalled(program, cause);
  return new ResourceError(`cannot start ${program}: ${messageOf(cause)}`, { cause });
}

export function notInstalled(program: Program, cause: unknown): ResourceError {
  return new ResourceError(`${program} is not installed: apt-get install ${PACKAGES[program]}`, { cause });
}
