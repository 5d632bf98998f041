import { existsSync } from 'node:fs';

/** Where Linux shows a GPU: its drivers' own and the kernel's, NVIDIA's on a PC and on a Jetson, and Windows' below it. */
const DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/nvhost-gpu', '/dev/nvgpu', '/dev/dxg'];

/**
 * Whether a GPU may be there. To ask a provider instead costs megabytes that are never given back, and lines on stderr
 * from libraries that find none.
 */
export function hasGpu(): boolean {
  return process.platform !== 'linux' || DEVICES.some((path) => existsSync(path));
}
