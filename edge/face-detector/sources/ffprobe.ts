import { text } from 'node:stream/consumers';
import { VedetteError } from '@vedette/core/errors';
import { startProgram } from './program.ts';

/** What ffprobe says of the first video stream. */
export interface VideoInfo {
  /** ffmpeg's name of the codec: h264, mjpeg. */
  readonly codec: string;
  /** Frames per second on average; undefined where the container does not say. */
  readonly fps: number | undefined;
  /** When the recording began, as the container says. */
  readonly createdAt: Date | undefined;
}

/** The part of ffprobe's JSON that is asked for. */
interface Answer {
  readonly streams?: readonly { readonly codec_name?: string; readonly avg_frame_rate?: string }[];
  readonly format?: { readonly tags?: { readonly creation_time?: string } };
}

/** Probes an input, given as ffmpeg's options that end in `-i INPUT`. Throws VedetteError with ffprobe's reason. */
export async function probeVideo(input: readonly string[], signal: AbortSignal): Promise<VideoInfo> {
  const entries = 'stream=codec_name,avg_frame_rate:format_tags=creation_time';
  const show = ['-select_streams', 'v:0', '-show_entries', entries, '-of', 'json'];
  const running = await startProgram('ffprobe', ['-hide_banner', '-loglevel', 'error', ...show, ...input], signal);
  try {
    const output = await text(running.output);
    const { code, lastWords } = await running.ended;
    if (code !== 0) throw new VedetteError(lastWords || `ffprobe ended (exit code ${code ?? 'none'})`);
    return read(JSON.parse(output) as Answer);
  } finally {
    await running.stop();
  }
}

function read({ streams, format }: Answer): VideoInfo {
  const stream = streams?.[0];
  if (!stream?.codec_name) throw new VedetteError('it holds no video');
  const created = Date.parse(format?.tags?.creation_time ?? '');
  return {
    codec: stream.codec_name,
    fps: readRate(stream.avg_frame_rate ?? ''),
    createdAt: Number.isNaN(created) ? undefined : new Date(created),
  };
}

/** `30000/1001`; ffprobe writes `0/0` where it does not know. */
function readRate(rate: string): number | undefined {
  const [frames = 0, seconds = 0] = rate.split('/').map(Number);
  return frames > 0 && seconds > 0 ? frames / seconds : undefined;
}
