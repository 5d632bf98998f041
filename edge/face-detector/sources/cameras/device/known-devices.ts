import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A node of a V4L2 device, as the kernel lists it. */
export interface KnownDevice {
  /** `/dev/video0` */
  readonly path: string;
  /** What the driver calls the camera. */
  readonly name: string;
  /** Nodes of one camera have the same. */
  readonly hardware: string;
  /** Its place among the nodes of its camera; as a rule the first gives pictures and the others metadata. */
  readonly index: number;
}

/** The V4L2 devices of this machine; none where the kernel lists none, as in many containers. */
export async function knownDevices(folder = '/sys/class/video4linux'): Promise<KnownDevice[]> {
  const nodes = (await readdir(folder).catch(() => [])).filter((node) => /^video\d+$/.test(node));
  const known = await Promise.all(nodes.map((node) => readNode(folder, node).catch(() => undefined)));
  return known
    .filter((device) => device !== undefined)
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
}

async function readNode(folder: string, node: string): Promise<KnownDevice> {
  const [name, index, hardware] = await Promise.all([
    readFile(join(folder, node, 'name'), 'utf8'),
    readFile(join(folder, node, 'index'), 'utf8'),
    readlink(join(folder, node, 'device')),
  ]);
  return { path: `/dev/${node}`, name: name.trim(), hardware, index: Number(index) };
}

/** `/dev/video0 (HD Pro Webcam C920), /dev/video4 (…)`: those that should give pictures. */
export function listCameras(devices: readonly KnownDevice[]): string {
  return devices
    .filter(({ index }) => index === 0)
    .map(({ path, name }) => `${path} (${name})`)
    .join(', ');
}
