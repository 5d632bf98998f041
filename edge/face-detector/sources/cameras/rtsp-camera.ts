import { messageOf, ResourceError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import { probeVideo } from '../ffprobe.ts';
import { type Camera, CameraAwayError, type CameraSettings } from './camera.ts';
import { encodeJpegs } from './encode-jpegs.ts';
import { cutSmjpeg, cutTimed, programPictures } from './program-pictures.ts';

/**
 * A network camera that speaks RTSP, by way of ffmpeg. Its pictures are stamped when they come to this machine, before they
 * are decoded. What a camera says in RTCP of its own clock (NTP) is not to be had of ffmpeg but in MP4 fragments, which come
 * one frame late; so the time that it takes to encode and send is not known.
 */
export function rtspCamera(url: string, { fps }: CameraSettings): Camera {
  const input = ['-rtsp_transport', 'tcp', '-i', url];
  /** Of the last session, if it gave pictures: a camera may be switched to another. */
  let known: string | undefined;
  return {
    name: redactUrls(url),
    remote: true,
    async *pictures(signal, events) {
      const codec = known ?? (await probeCodec(input, signal));
      known = undefined;
      const cut = codec === 'mjpeg' ? cutSmjpeg : cutTimed;
      for await (const picture of programPictures('ffmpeg', streamArguments(input, codec, fps), cut, signal, events)) {
        known = codec;
        yield picture;
      }
    },
  };
}

/** ffmpeg's command line: JPEGs on stdout. An MJPEG stream is passed through; of others every frame must be decoded. */
export function streamArguments(input: readonly string[], codec: string, fps?: number): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-fflags', 'nobuffer', '-flags', 'low_delay'],
    // Many cameras send timestamps that jump; the time of arrival does not.
    ...['-use_wallclock_as_timestamps', '1', ...input, '-copyts', '-map', '0:v:0'],
    ...(codec === 'mjpeg' ? ['-c:v', 'copy', '-f', 'smjpeg'] : encodeJpegs(...dueFrames(fps))),
    'pipe:1',
  ];
}

/** Of each stretch of 1/fps s the first frame; ffmpeg's own filter `fps` would hold each back until the next one comes. */
function dueFrames(fps: number | undefined): string[] {
  return fps ? [`select='isnan(prev_selected_t)+gt(floor(t*${fps}),floor(prev_selected_t*${fps}))'`] : [];
}

async function probeCodec(input: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    return (await probeVideo(input, signal)).codec;
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new CameraAwayError(messageOf(error), { cause: error });
  }
}
