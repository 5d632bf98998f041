import { ConfigError } from '@vedette/core/errors';
import type { OpencvCameraInput } from './opencv/opencv-options.ts';
import { parseSim, type SimSpec } from './sim/parse-sim.ts';

/** A source as the user names it. */
export type SourceSpec =
  | SimSpec
  | { readonly type: 'dir' | 'video' | 'opencv-video'; readonly path: string }
  | CameraSpec;

/** The live sources. */
export type CameraSpec =
  | { readonly type: 'device' | 'webcam'; readonly path: string }
  | { readonly type: 'rtsp' | 'http'; readonly url: string }
  | { readonly type: 'gst'; readonly pipeline: string }
  | { readonly type: 'opencv'; readonly input: OpencvCameraInput };

const FORMS =
  'sim[:people=3,fps=10,seed=1,width=640,height=480,frames=N], dir:PATH, video:PATH, /dev/video0, ' +
  'rtsp://…, http://… (MJPEG), webcam:/dev/video0, gst:PIPELINE or opencv:0 (or a device, an address, a video)';

/** What follows the first colon, by what stands before it. */
const PARSERS = new Map<string, (rest: string, text: string) => SourceSpec>([
  ['sim', parseSim],
  ['dir', (path) => ({ type: 'dir', path: required('dir:PATH', path) })],
  ['video', (path) => ({ type: 'video', path: required('video:PATH', path) })],
  ['rtsp', (_, text) => ({ type: 'rtsp', url: checkUrl(text) })],
  ['rtsps', (_, text) => ({ type: 'rtsp', url: checkUrl(text) })],
  ['http', (_, text) => ({ type: 'http', url: checkUrl(text) })],
  ['https', (_, text) => ({ type: 'http', url: checkUrl(text) })],
  ['webcam', (device) => ({ type: 'webcam', path: checkWebcam(device) })],
  ['gst', (pipeline) => ({ type: 'gst', pipeline: required('gst:PIPELINE', pipeline) })],
  ['opencv', parseOpencv],
]);

/** Reads the text that names a source. Throws ConfigError; no part of an address that may hold a password is in its message. */
export function parseSource(text: string): SourceSpec {
  if (text.startsWith('/dev/')) return { type: 'device', path: text };
  const [scheme = '', ...rest] = text.split(':');
  const parse = PARSERS.get(scheme);
  if (!parse) throw new ConfigError(`no source is called ${JSON.stringify(scheme)}: give ${FORMS}`);
  return parse(rest.join(':'), text);
}

/** A number or a device is a camera, an address a stream; whatever else is the path of a video. */
function parseOpencv(text: string): SourceSpec {
  if (/^\d{1,3}$/.test(text)) return { type: 'opencv', input: { kind: 'device', at: `/dev/video${text}` } };
  if (text.startsWith('/dev/')) return { type: 'opencv', input: { kind: 'device', at: text } };
  if (/^[a-z]+:\/\//i.test(text)) return { type: 'opencv', input: { kind: 'stream', at: checkUrl(text) } };
  return { type: 'opencv-video', path: required('opencv:0', text) };
}

function required(form: string, value: string): string {
  if (value === '') throw new ConfigError(`the source ${form} names nothing after the colon`);
  return value;
}

function checkUrl(text: string): string {
  if (isCameraUrl(text)) return text;
  const scheme = text.split(':')[0];
  throw new ConfigError(
    `the address of the ${scheme} camera cannot be read: give ${scheme}://[USER:PASSWORD@]HOST[:PORT]/PATH, ` +
      'with any of %/?#@: in the password written as %25 %2F %3F %23 %40 %3A',
  );
}

function isCameraUrl(text: string): boolean {
  try {
    const { hostname, hash, username, password } = new URL(text);
    decodeURIComponent(username + password);
    // No camera takes a fragment: it is the rest of a password.
    return hostname !== '' && hash === '';
  } catch {
    return false;
  }
}

/** node-webcam puts the device into a shell line, so only what a shell reads as itself may pass. */
function checkWebcam(device: string): string {
  if (/^(TEST|(FILE:)?(\/[\w.-]+)+)$/.test(device)) return device;
  throw new ConfigError(
    `webcam: takes /dev/video0, TEST or FILE:/PATH of letters, digits and any of _.-/, not ${JSON.stringify(device)}`,
  );
}
