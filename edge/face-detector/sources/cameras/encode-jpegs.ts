import { decodeEveryFrame } from '../decode-every-frame.ts';

/**
 * ffmpeg's output options that make a JPEG of each frame behind `filters`, for `cutTimed`. In one thread: with more the
 * encoder works on several frames at once, and gives each as many frames later.
 */
export function encodeJpegs(...filters: readonly string[]): readonly string[] {
  return ['-c:v', 'mjpeg', '-q:v', '3', '-threads', '1', ...decodeEveryFrame(...filters), '-f', 'mjpeg'];
}
