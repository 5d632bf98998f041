// A shot as a catalog has it, to fill one with.
import { randomBytes } from 'node:crypto';

const HOUR = 3_600_000_000;
const CAMERAS = 10;
/** When the first was captured. */
export const BEGIN = Date.UTC(2026, 10, 1) * 1_000;

/** Shot no. i of `shots`: a hundred hours of ten cameras, however many there are. A track has eight shots; of a thousand shots 899 are faces, 100 people and 1 a dog. */
export function entryOf(i, shots) {
  const at = BEGIN + i * Math.floor((100 * HOUR) / shots);
  const random = randomBytes(9).toString('hex');
  const stamp = Math.floor(at / 1_000)
    .toString(16)
    .padStart(12, '0');
  const id = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`;
  const camera = `cam${i % CAMERAS}`;
  const label = i % 1_000 === 0 ? 'dog' : i % 10 === 5 ? 'person' : 'face';
  const turn = Math.floor(i / CAMERAS);
  return {
    ...{ v: 1, id, kind: label === 'face' ? 'face' : 'object', site: 'bench', device: 'pole-7', camera },
    ...{ session: '019aa3c5-1f7b-7abc-8def-0123456789ab', seq: i, at, clock: { offsetMs: null, suspect: false } },
    ...{ software: 'vedette/0.1.0', label, score: ((i * 7_919) % 10_000) / 10_000, box: [410.5, 220.25, 64.125, 96.5] },
    landmarks: [
      [430.5, 250.25],
      [460.5, 250.25],
      [445.5, 270.25],
      [432.5, 290.25],
      [458.5, 290.25],
    ],
    frame: { ref: `walk.mp4#${turn}`, width: 1_280, height: 720 },
    track: { id: String(Math.floor(turn / 8)), phase: turn % 8 === 0 ? 'first' : 'best', seen: (turn % 8) + 1 },
    quality: { sharpness: 120.5, area: 0.0067, pose: 0.8 },
    model: { name: 'yunet_n_640_640.onnx', sha256: 'a'.repeat(64), provider: 'cpu' },
    config: 'b'.repeat(64),
    image: { type: 'image/jpeg', width: 128, height: 192, sha256: random.repeat(4).slice(0, 64), bytes: 15_000 },
    key: `face/dt=2026-11-01/hour=00/site=bench/device=pole-7/camera=${camera}/20261101T000000.000000Z-${id}.jpg`,
    storedAt: at + 1_000_000,
  };
}
