import sharp from 'sharp';
import type { RawImage } from '../../frame.ts';
import { BACKDROP } from './backdrop.ts';
import { blend, type Sprite } from './blend.ts';
import { LOOKS } from './looks.ts';
import { drawPortrait, HEAD_WIDTH, type Layer } from './portrait.ts';
import type { Placement } from './scene.ts';

/** How far a turned head's face moves, as a share of the head's width. */
const TURN_SHIFT = 0.09;

/** Pixels of a sprite per unit of the drawing, for frames of this many px: none is drawn much larger than it is. */
const UNITS_ACROSS = 640;

interface Person {
  readonly figure: Sprite;
  readonly face: Sprite;
}

/** Paints placements onto the backdrop. Each person is rendered once, when first seen; a frame only blends. */
export class Painter {
  readonly #background: RawImage;
  readonly #resolution: number;
  readonly #people = new Map<number, Promise<Person>>();

  private constructor(background: RawImage) {
    this.#background = background;
    this.#resolution = Math.max(1, background.width / UNITS_ACROSS);
  }

  /** `width` and `height` of the frames in px. */
  static async create(width: number, height: number): Promise<Painter> {
    const room = sharp(Buffer.from(BACKDROP)).resize(width, height, { fit: 'cover' }).flatten().toColourspace('srgb');
    const data = await room.removeAlpha().raw().toBuffer();
    return new Painter({ type: 'rgb', data, width, height });
  }

  /** A new frame with the people in the given order, the last in front. */
  async paint(placements: readonly Placement[]): Promise<RawImage> {
    const frame = { ...this.#background, data: Buffer.from(this.#background.data) };
    for (const placement of placements) this.#paintPerson(frame, await this.#person(placement.look), placement);
    return frame;
  }

  #paintPerson(frame: RawImage, { figure, face }: Person, { x, y, headWidth, tilt, turn }: Placement): void {
    const pose = { x, y, scale: headWidth / (HEAD_WIDTH * this.#resolution), angle: tilt };
    blend(frame, figure, pose);
    blend(frame, face, { ...pose, x: x + turn * TURN_SHIFT * headWidth });
  }

  #person(look: number): Promise<Person> {
    let person = this.#people.get(look);
    if (!person) {
      person = renderPerson(look, this.#resolution);
      this.#people.set(look, person);
    }
    return person;
  }
}

async function renderPerson(look: number, resolution: number): Promise<Person> {
  const drawn = LOOKS[look];
  if (!drawn) throw new RangeError(`there is no look ${look}`);
  const { figure, face } = drawPortrait(drawn);
  return { figure: await renderSprite(figure, resolution), face: await renderSprite(face, resolution) };
}

async function renderSprite({ svg, headX, headY }: Layer, resolution: number): Promise<Sprite> {
  // SVG counts 72 units to the inch.
  const image = sharp(Buffer.from(svg), { density: 72 * resolution }).ensureAlpha();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data.readUInt8(at + 3) / 255;
    for (let channel = at; channel < at + 3; channel++) data[channel] = Math.round(data.readUInt8(channel) * alpha);
  }
  const { width, height } = info;
  return { data, width, height, originX: headX * resolution, originY: headY * resolution };
}
