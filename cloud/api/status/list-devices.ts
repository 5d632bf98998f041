import type { CatalogCamera } from '@vedette/store';
import { UPLOAD_SITE } from '../uploads/origin.ts';
import { type DeviceAnswer, describeDevice } from './describe-device.ts';
import type { HeardStatus } from './heard-status.ts';

/** Every device that was heard or has shots, by name; who uploads is none. `now` in ms since the epoch. */
export function listDevices(
  heard: readonly HeardStatus[],
  cameras: readonly CatalogCamera[],
  now: number,
): DeviceAnswer[] {
  const devices = new Map<string, { heard?: HeardStatus; site: string; device: string; cameras: CatalogCamera[] }>();
  for (const one of heard) {
    const { site, device } = one.status;
    devices.set(nameOf(one.status), { heard: one, site, device, cameras: [] });
  }
  for (const camera of cameras) {
    if (camera.site === UPLOAD_SITE) continue;
    const { site, device } = camera;
    const of = devices.get(nameOf(camera)) ?? { site, device, cameras: [] };
    of.cameras.push(camera);
    devices.set(nameOf(camera), of);
  }
  const sorted = [...devices].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, of]) => describeDevice(of, of.heard, of.cameras, now));
}

/** Neither has a slash in it. */
function nameOf({ site, device }: { readonly site: string; readonly device: string }): string {
  return `${site}/${device}`;
}
