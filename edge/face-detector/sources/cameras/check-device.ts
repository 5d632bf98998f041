import { access, constants, stat } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';

/** Throws ResourceError, with what to do, where a device cannot be opened. */
export async function checkDevice(device: string): Promise<void> {
  try {
    const isDevice = (await stat(device)).isCharacterDevice();
    if (!isDevice) throw new ResourceError(`${device} is no camera device`);
    await access(device, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new ResourceError(explain(device, error), { cause: error });
  }
}

function explain(device: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') {
    return `no such device ${device}: plug the camera in, pass it on with --device ${device} in docker, or use --source sim`;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return `no permission to open ${device}: add the user to the group video (in docker: --group-add video)`;
  }
  return `cannot open ${device}: ${messageOf(error)}`;
}
