import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { explainOtherNode } from './explain-refusal.ts';
import { knownDevices, listCameras } from './known-devices.ts';

/** As the kernel lists the nodes of two USB cameras. */
function sysfs(): string {
  const folder = temporaryFolder();
  const nodes = [
    ['video0', 'HD Pro Webcam C920', '0', 'usb-1'],
    ['video1', 'HD Pro Webcam C920', '1', 'usb-1'],
    ['video10', 'USB2.0 Camera', '0', 'usb-2'],
    ['video11', 'USB2.0 Camera', '1', 'usb-2'],
  ] as const;
  for (const [node, name, index, hardware] of nodes) {
    mkdirSync(join(folder, node));
    writeFileSync(join(folder, node, 'name'), `${name}\n`);
    writeFileSync(join(folder, node, 'index'), `${index}\n`);
    symlinkSync(`../../../${hardware}`, join(folder, node, 'device'));
  }
  mkdirSync(join(folder, 'v4l-subdev0'));
  mkdirSync(join(folder, 'video12')); // unplugged while we look
  return folder;
}

test('the cameras are those nodes that come first', async () => {
  const devices = await knownDevices(sysfs());
  expect(devices.map(({ path }) => path)).toEqual(['/dev/video0', '/dev/video1', '/dev/video10', '/dev/video11']);
  expect(listCameras(devices)).toBe('/dev/video0 (HD Pro Webcam C920), /dev/video10 (USB2.0 Camera)');
  expect(await knownDevices('/nonexistent')).toEqual([]);
});

test('a node for metadata says where its camera gives pictures', async () => {
  const devices = await knownDevices(sysfs());
  const why = 'Inappropriate ioctl for device';
  expect(explainOtherNode('/dev/video11', why, devices)).toBe(
    'it gives no pictures; its camera gives them at /dev/video10 (Inappropriate ioctl for device)',
  );
  expect(explainOtherNode('/dev/video0', why, devices)).toBe(`it gives no pictures (${why})`);
  expect(explainOtherNode('/dev/null', why, [])).toBe(`it gives no pictures (${why})`);
});
