import type { Size } from '../../image/size.ts';
import type { Box } from '../box.ts';
import type { Detection } from '../detector.ts';
import type { DetectionModel } from './detection-model.ts';
import { type Letterbox, toFrame } from './letterbox.ts';

/** Of a tile's side: what is smaller and cut by the edge of one tile is whole in another. */
const OVERLAP = 0.2;

/**
 * Tiles of a frame, at most: as many as eight rows of them have at the shape of a cinema's pictures. What would need more is
 * a line, of which tiles would see little and take gigabytes.
 */
const MOST_TILES = 160;

/** A box this near an edge, in pixels of a tile, ends at it. */
const EDGE = 1;

/** How a frame is looked at in parts, beside the whole of it. */
export interface Tiling {
  readonly frame: Size;
  /** What the frame is scaled to, so that a tile of it fills the model's input as it is. */
  readonly size: Size;
  /** A tile in the model's input. */
  readonly tile: Letterbox;
  /** Upper left corners of the tiles, [x, y] in pixels of `size`, row by row. */
  readonly corners: readonly Corner[];
}

type Corner = readonly [number, number];

/**
 * Square tiles over a frame, `model.tiles` along its shorter side; undefined where they would be no more than the frame, or
 * too many.
 */
export function tilingOf(
  frame: Size,
  { tiles, letterbox }: Pick<DetectionModel, 'tiles' | 'letterbox'>,
): Tiling | undefined {
  if (tiles === 0) return undefined;
  const part = Math.min(frame.width, frame.height) / (tiles - (tiles - 1) * OVERLAP);
  const { width: side } = letterbox({ width: part, height: part }).inner;
  const scaled = (pixels: number) => Math.max(side, Math.round((pixels * side) / part));
  const size = { width: scaled(frame.width), height: scaled(frame.height) };
  const [columns, rows] = [startsOf(size.width, side), startsOf(size.height, side)];
  if (columns.length * rows.length > MOST_TILES) return undefined;
  const corners = rows.flatMap((y) => columns.map((x): Corner => [x, y]));
  return corners.length > 1 ? { frame, size, tile: letterbox({ width: side, height: side }), corners } : undefined;
}

/** Where tiles begin, evenly over a length and no less than the overlap into each other. */
function startsOf(length: number, side: number): number[] {
  const room = length - side;
  // Half a pixel a tile for what was rounded: it must not make one more.
  const steps = Math.ceil((room - 0.5) / (side * (1 - OVERLAP)));
  return Array.from({ length: Math.max(steps, 0) + 1 }, (_, i) => (i === 0 ? 0 : Math.round((i * room) / steps)));
}

/**
 * Takes a detection from a tile in the model's input to the frame. Undefined for one that the tile's edge cuts: it is
 * whole in another tile, or too large for any and in the whole frame.
 */
export function fromTile(detection: Detection, tiling: Tiling, corner: Corner): Detection | undefined {
  const found = toFrame(detection, tiling.tile);
  return found && !isCut(found.box, tiling, corner) ? toWhole(found, tiling, corner) : undefined;
}

/** A box at an edge with more of the frame beyond it. */
function isCut([x, y, width, height]: Box, { size, tile }: Tiling, [left, top]: Corner): boolean {
  const { frame: side } = tile;
  return (
    (x < EDGE && left > 0) ||
    (y < EDGE && top > 0) ||
    (x + width > side.width - EDGE && left + side.width < size.width) ||
    (y + height > side.height - EDGE && top + side.height < size.height)
  );
}

function toWhole(found: Detection, { frame, size }: Tiling, [left, top]: Corner): Detection {
  const [scaleX, scaleY] = [frame.width / size.width, frame.height / size.height];
  const [x, y, width, height] = found.box;
  return {
    ...found,
    box: [(left + x) * scaleX, (top + y) * scaleY, width * scaleX, height * scaleY],
    landmarks: found.landmarks.map(([px, py]) => [(left + px) * scaleX, (top + py) * scaleY]),
  };
}
