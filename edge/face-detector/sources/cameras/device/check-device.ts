import { constants, open, stat } from 'node:fs/promises';
import { messageOf, ResourceError } from '@vedette/core/errors';
import { explainRefusal } from './explain-refusal.ts';
import { knownDevices, listCameras } from './known-devices.ts';

/** Throws ResourceError, with what to do, where a device cannot be opened. */
export async function checkDevice(device: string): Promise<void> {
  try {
    const isDevice = (await stat(device)).isCharacterDevice();
    if (!isDevice) throw new ResourceError(`${device} is no camera device`);
    // Opened indeed: a container may be refused what the file's own permissions allow. V4L2 devices may be opened by many.
    const handle = await open(device, constants.O_RDWR | constants.O_NONBLOCK);
    await handle.close();
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new ResourceError(await explain(device, error), { cause: error });
  }
}

async function explain(device: string, error: unknown): Promise<string> {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'ENOENT': {
      const cameras = listCameras(await knownDevices());
      const others = cameras && `, take one of those that are there: ${cameras}`;
      return `no such device ${device}: plug the camera in, pass it on with --device ${device} in docker${others}, or use --source sim`;
    }
    case 'EACCES':
      return `no permission to open ${device}: add the user to the group video (in docker: --group-add video)`;
    case 'EPERM':
      return `no permission to open ${device}: pass it on with --device ${device} in docker`;
    default:
      return `cannot open ${device}: ${await explainRefusal(device, messageOf(error))}`;
  }
}
