// Valid face shots with random image bytes behind a real JPEG's head, as a live camera's selector gives them.
import { randomBytes } from 'node:crypto';
import { encodeShot } from '../../core/dist/message/index.js';
import { SAMPLE_JPEG, sampleShot } from '../../core/dist/testing/sample-shot.js';

/** People in front of the camera at a time: the shots of so many tracks come in turns. */
const TRACKS = 10;

/**
 * Returns what makes the k-th shot, captured at `at` (µs since the epoch): `{ shot, payload }`. `imageBytes` or
 * `messageBytes` fixes the length of the image or of the whole message.
 */
export function shotMaker({ session, imageBytes, messageBytes }) {
  const envelope = messageBytes ? lengthOf(0, session, 10_000) - 10_000 : 0;
  return (k, at) => {
    const length = imageBytes ?? messageBytes - envelope;
    const shot = shotOf(k, at, session, length);
    const payload = encodeShot(shot);
    const over = messageBytes ? payload.length - messageBytes : 0;
    if (over === 0) return { shot, payload };
    const fitting = shotOf(k, at, session, length - over);
    return { shot: fitting, payload: encodeShot(fitting) };
  };
}

function lengthOf(k, session, length) {
  return encodeShot(shotOf(k, Date.now() * 1_000, session, length)).length;
}

/** Each track gives its first shot and, most of a second later, a better one. */
function shotOf(k, at, session, length) {
  const round = Math.floor(k / TRACKS);
  const isBest = round % 2 === 1;
  const track = {
    id: `t${Math.floor(round / 2) * TRACKS + (k % TRACKS)}`,
    phase: isBest ? 'best' : 'first',
    seen: isBest ? 20 : 3,
  };
  const image = Buffer.concat([SAMPLE_JPEG, randomBytes(length - SAMPLE_JPEG.length)]);
  const frame = { ref: String(k), width: 1_280, height: 720 };
  return sampleShot({ site: 'bench', device: 'edge', camera: 'cam0', session, seq: k, at, frame, track }, image);
}
