import { messageOf, ResourceError } from '@vedette/core/errors';
import { redactUrls } from '@vedette/core/observe';
import { EVERY_FRAME_ONCE } from '../every-frame-once.ts';
import { probeVideo } from '../ffprobe.ts';
import { type Camera, CameraAwayError, type CameraSettings } from './camera.ts';
import { programPictures } from './program-pictures.ts';

/** A network camera that speaks RTSP, by way of ffmpeg. */
export function rtspCamera(url: string, { fps }: CameraSettings): Camera {
  const input = ['-rtsp_transport', 'tcp', '-i', url];
  let codec: string | undefined;
  return {
    name: redactUrls(url),
    remote: true,
    async *pictures(signal, onBad) {
      codec ??= await probeCodec(input, signal);
      yield* programPictures('ffmpeg', streamArguments(input, codec, fps), signal, onBad);
    },
  };
}

/** ffmpeg's command line: JPEGs on stdout. An MJPEG stream is passed through; of others every frame must be decoded. */
export function streamArguments(input: readonly string[], codec: string, fps?: number): string[] {
  const encode = ['-c:v', 'mjpeg', '-q:v', '3', ...(fps ? ['-vf', `fps=${fps}`] : EVERY_FRAME_ONCE)];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-fflags', 'nobuffer', '-flags', 'low_delay'],
    // Many cameras send timestamps that jump; the time of arrival does not.
    ...['-use_wallclock_as_timestamps', '1', ...input],
    ...['-map', '0:v:0', ...(codec === 'mjpeg' ? ['-c:v', 'copy'] : encode)],
    ...['-f', 'mjpeg', 'pipe:1'],
  ];
}

async function probeCodec(input: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    return (await probeVideo(input, signal)).codec;
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new CameraAwayError(messageOf(error), { cause: error });
  }
}
