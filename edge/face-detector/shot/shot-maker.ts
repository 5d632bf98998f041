import { randomUUID } from 'node:crypto';
import { type FaceShot, isClockSuspect, type ObjectShot } from '@vedette/core/message';
import type { Place } from '@vedette/core/topics';
import { v7 as uuidv7 } from 'uuid';
import { areaOf } from '../detect/box.ts';
import type { ModelInfo } from '../detect/detector.ts';
import type { Pick } from '../track/selector.ts';
import { type Cut, type CutOptions, cutBoxes } from './cut-boxes.ts';
import { type Picture, pictureOf } from './picture.ts';
import { frontality } from './pose.ts';
import type { Privacy } from './privacy.ts';

interface CropOptions extends CutOptions {
  /** JPEG quality, 1..100. */
  readonly quality: number;
}

/** What all shots of one run have in common. */
export interface ShotContext {
  readonly place: Place;
  readonly model: ModelInfo;
  readonly software: string;
  /** SHA-256 of the settings in force. */
  readonly config: string;
  readonly crop: CropOptions;
  readonly privacy: Privacy;
}

/** Makes messages of picks: cuts the images, numbers them within this session. */
export class ShotMaker {
  /** Boot id of this run; `seq` counts within it. */
  readonly session = randomUUID();
  readonly #context: ShotContext;
  #seq = 0;

  constructor(context: ShotContext) {
    this.#context = context;
  }

  /** The shots of picks of one frame, in their order. Rejects with BadInputError where the frame cannot be decoded. */
  async make(picks: readonly Pick[]): Promise<(FaceShot | ObjectShot)[]> {
    const { crop, privacy } = this.#context;
    const { quality } = crop;
    const cuts = await cutPicks(picks, crop);
    const pictures = await Promise.all(
      picks.map(({ detection, others }, index) =>
        pictureOf(cuts[index] as Cut, detection, others, { privacy, quality }),
      ),
    );
    return picks.map((pick, index) => this.#shotOf(pick, pictures[index] as Picture));
  }

  #shotOf({ frame, width, height, detection, track }: Pick, picture: Picture): FaceShot | ObjectShot {
    const { place, software, config } = this.#context;
    const { sureScore: _, ...model } = this.#context.model; // what the tracks go by is none of the receiver's concern
    const { sharpness, ...shown } = picture;
    const seq = this.#seq;
    this.#seq += 1;
    return {
      v: 1,
      id: uuidv7(),
      kind: detection.label === 'face' ? 'face' : 'object',
      ...place,
      session: this.session,
      seq,
      at: frame.at,
      clock: { offsetMs: null, suspect: isClockSuspect(frame.at) },
      label: detection.label,
      score: detection.score,
      box: [...detection.box],
      landmarks: detection.landmarks.map(([x, y]): [number, number] => [x, y]),
      frame: { ref: frame.ref, width, height },
      ...(track ? { track } : {}),
      quality: {
        sharpness,
        area: Math.min(1, areaOf(detection.box) / (width * height)),
        pose: frontality(detection.landmarks),
      },
      model,
      software,
      config,
      ...shown,
    };
  }
}

/** What is cut for each of them; where the frame is a part of one, as it lies in the whole. */
async function cutPicks(picks: readonly Pick[], options: CutOptions): Promise<Cut[]> {
  const [first] = picks;
  if (!first) return [];
  const [originX, originY] = first.origin ?? [0, 0];
  const boxes = picks.map(({ detection: { box } }) => {
    const [x, y, ...size] = box;
    return [x - originX, y - originY, ...size] as const;
  });
  const cuts = await cutBoxes(first.frame.image, boxes, options);
  return cuts.map(({ region: { left, top, ...size }, pixels }) => ({
    region: { left: left + originX, top: top + originY, ...size },
    pixels,
  }));
}
