import { type KnownDevice, knownDevices } from './known-devices.ts';
import { whoHolds } from './who-holds.ts';

/** What the kernel's, ffmpeg's or OpenCV's reason not to capture from a device means to a person, as far as more can be said. */
export async function explainRefusal(device: string, reason: string): Promise<string> {
  if (/resource busy|EBUSY/i.test(reason)) return explainBusy(await whoHolds(device));
  if (/failed to open capture/.test(reason)) return explainSilent(reason, await whoHolds(device));
  if (/inappropriate ioctl|not a video capture device/i.test(reason)) {
    return explainOtherNode(device, reason, await knownDevices());
  }
  return reason;
}

function explainBusy(holders: readonly string[]): string {
  const who = holders.length > 0 ? holders.join(', ') : 'another process, which cannot be seen from here,';
  return `it is busy: ${heldBy(who)}`;
}

/** OpenCV does not say why. */
function explainSilent(reason: string, holders: readonly string[]): string {
  return holders.length > 0 ? `${reason}: ${heldBy(holders.join(', '))}` : reason;
}

function heldBy(who: string): string {
  return `${who} has it open, and a camera gives its pictures to one at a time`;
}

/** A camera has nodes beside that of its pictures: for metadata, for the controls of an encoder. */
export function explainOtherNode(device: string, reason: string, devices: readonly KnownDevice[]): string {
  const own = devices.find(({ path }) => path === device);
  const first = devices.find(({ hardware, index }) => index === 0 && hardware === own?.hardware);
  const hint = first && first.path !== device ? `; its camera gives them at ${first.path}` : '';
  return `it gives no pictures${hint} (${reason})`;
}
