import type { Camera } from './camera.ts';
import { cutJpegs, programPictures } from './program-pictures.ts';

/** A GStreamer pipeline that ends in `image/jpeg`, for cameras that V4L2 cannot give: CSI on a Jetson, the hardware's own decoder. */
export function gstCamera(pipeline: string): Camera {
  const args = ['-q', ...pipeline.trim().split(/\s+/), '!', 'fdsink', 'fd=1', 'sync=false'];
  return {
    name: 'the GStreamer pipeline',
    remote: false,
    pictures: (signal, events) => programPictures('gst-launch-1.0', args, cutJpegs, signal, events),
  };
}
