import { createHash, randomUUID } from 'node:crypto';
import { type FaceShot, isClockSuspect } from '@vedette/core/message';
import type { Place } from '@vedette/core/topics';
import { v7 as uuidv7 } from 'uuid';
import { areaOf } from '../detect/box.ts';
import type { ModelInfo } from '../detect/detector.ts';
import type { Pick } from '../track/selector.ts';
import { type CropOptions, cropShot } from './crop.ts';
import { frontality } from './pose.ts';

/** What all shots of one run have in common. */
export interface ShotContext {
  readonly place: Place;
  readonly model: ModelInfo;
  readonly software: string;
  /** SHA-256 of the settings in force. */
  readonly config: string;
  readonly crop: CropOptions;
}

/** Makes messages of picks: cuts the image, numbers them within this session. */
export class ShotMaker {
  /** Boot id of this run; `seq` counts within it. */
  readonly session = randomUUID();
  readonly #context: ShotContext;
  #seq = 0;

  constructor(context: ShotContext) {
    this.#context = context;
  }

  async make(pick: Pick): Promise<FaceShot> {
    const { place, model, software, config, crop } = this.#context;
    const { frame, origin = [0, 0], width, height, detection, track } = pick;
    const [x, y, ...size] = detection.box;
    const { sharpness, ...image } = await cropShot(frame.image, [x - origin[0], y - origin[1], ...size], crop);
    const seq = this.#seq;
    this.#seq += 1;
    return {
      v: 1,
      id: uuidv7(),
      kind: 'face',
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
      model: { ...model },
      software,
      config,
      image: { ...image, sha256: createHash('sha256').update(image.data).digest('hex') },
    };
  }
}
