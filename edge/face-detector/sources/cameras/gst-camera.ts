import { type Camera, CameraAwayError } from './camera.ts';
import { cutSide, programPictures } from './program-pictures.ts';

/** Takes nothing but JPEGs, so that a pipeline of anything else is refused when it is put together. */
const JPEGS = 'vedettejpegs';

/**
 * A GStreamer pipeline that ends in `image/jpeg`, for cameras that V4L2 cannot give: CSI on a Jetson, the hardware's own
 * decoder. gst-launch hands on bytes and no times, so a picture counts as captured when it comes.
 */
export function gstCamera(pipeline: string): Camera {
  // Argus, the driver of a Jetson's CSI cameras, says on stdout what it does.
  const sink = ['!', 'capsfilter', `name=${JPEGS}`, 'caps=image/jpeg', '!', 'fdsink', 'fd=3', 'sync=false'];
  const args = ['-q', ...pipeline.trim().split(/\s+/), ...sink];
  return {
    name: 'the GStreamer pipeline',
    remote: false,
    async *pictures(signal, events) {
      try {
        yield* programPictures('gst-launch-1.0', args, cutSide, signal, events);
      } catch (error) {
        if (!(error instanceof CameraAwayError)) throw error;
        throw new CameraAwayError(explainGst(error.message), { cause: error });
      }
    },
  };
}

/** What gst-launch's reason means to a person, as far as more can be said. */
function explainGst(reason: string): string {
  const [, missing] = /no element "(.+?)"/.exec(reason) ?? [];
  if (missing) return `it has no element "${missing}": ${wayTo(missing)}`;
  if (reason.includes(`to ${JPEGS}`) || /not-linked/.test(reason)) {
    return `it does not end in image/jpeg: add ! videoconvert ! jpegenc (on a Jetson ! nvvidconv ! nvjpegenc) (${reason})`;
  }
  if (/not-negotiated|could not link/.test(reason)) {
    return `two of its elements do not agree on a format: put ! videoconvert (on a Jetson ! nvvidconv) between them, or ask for a size, rate and format that gst-inspect-1.0 or v4l2-ctl --list-formats-ext lists (${reason})`;
  }
  return reason;
}

function wayTo(element: string): string {
  if (element.startsWith('nv')) {
    return "NVIDIA's elements come with JetPack, and into a container by --runtime nvidia";
  }
  return 'mind its spelling, or install its plugin: apt-get install gstreamer1.0-plugins-good (or -bad, -ugly, gstreamer1.0-libav)';
}
