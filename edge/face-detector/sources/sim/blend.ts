import type { RawImage } from '../../frame.ts';

/** RGBA with colours multiplied by alpha, 8 bits a channel. */
export interface Sprite {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The point that a pose places, px of the sprite. */
  readonly originX: number;
  readonly originY: number;
}

/** How a sprite lies on a frame: its origin comes to (`x`, `y`), and it is scaled and turned about it. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  /** Pixels of the frame per pixel of the sprite. */
  readonly scale: number;
  /** Radians clockwise. */
  readonly angle: number;
}

/** Lays a sprite over a frame in place, sampled bilinearly. */
export function blend(frame: RawImage, sprite: Sprite, pose: Pose): void {
  const { left, top, right, bottom } = boundsOf(sprite, pose, frame);
  // Steps in the sprite for one pixel of the frame to the right; one down is the same turned by 90°.
  const cos = Math.cos(pose.angle) / pose.scale;
  const sin = Math.sin(pose.angle) / pose.scale;
  const maxU = sprite.width - 1;
  const maxV = sprite.height - 1;
  for (let y = top; y < bottom; y++) {
    let u = sprite.originX + (left - pose.x) * cos + (y - pose.y) * sin;
    let v = sprite.originY - (left - pose.x) * sin + (y - pose.y) * cos;
    let at = (y * frame.width + left) * 3;
    for (let x = left; x < right; x++, at += 3, u += cos, v -= sin) {
      if (u >= 0 && v >= 0 && u < maxU && v < maxV) blendPixel(frame.data, at, sprite, u, v);
    }
  }
}

/** The pixels of the frame that the sprite may touch. */
function boundsOf({ width, height, originX, originY }: Sprite, pose: Pose, frame: RawImage) {
  const cos = Math.cos(pose.angle) * pose.scale;
  const sin = Math.sin(pose.angle) * pose.scale;
  const corners = [-originX, width - originX].flatMap((u) => [-originY, height - originY].map((v) => ({ u, v })));
  const xs = corners.map(({ u, v }) => pose.x + u * cos - v * sin);
  const ys = corners.map(({ u, v }) => pose.y + u * sin + v * cos);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs))),
    top: Math.max(0, Math.floor(Math.min(...ys))),
    right: Math.min(frame.width, Math.ceil(Math.max(...xs))),
    bottom: Math.min(frame.height, Math.ceil(Math.max(...ys))),
  };
}

/** The hot loop: 8-bit weights and whole numbers throughout. */
function blendPixel(to: Uint8Array, at: number, { data, width }: Sprite, u: number, v: number): void {
  const column = u | 0;
  const row = v | 0;
  const a = (row * width + column) << 2;
  const c = a + (width << 2);
  const right = ((u - column) * 256) | 0;
  const down = ((v - row) * 256) | 0;
  const wb = (right * (256 - down)) >> 8;
  const wc = ((256 - right) * down) >> 8;
  const wd = (right * down) >> 8;
  const wa = 256 - wb - wc - wd;
  const alpha = byte(data, a + 3) * wa + byte(data, a + 7) * wb + byte(data, c + 3) * wc + byte(data, c + 7) * wd;
  if (alpha === 0) return;
  // 65 536 for none and 1 for whole, so that what shines through stays as it was.
  const through = 65_536 - alpha - (alpha >> 8);
  for (let i = 0; i < 3; i++) {
    const over =
      byte(data, a + i) * wa + byte(data, a + 4 + i) * wb + byte(data, c + i) * wc + byte(data, c + 4 + i) * wd;
    to[at + i] = (over + ((byte(to, at + i) * through) >> 8) + 128) >> 8;
  }
}

/** A byte that is known to be there. */
function byte(data: Uint8Array, index: number): number {
  return data[index] as number;
}
