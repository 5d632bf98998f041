import type { Camera } from '../cameras/camera.ts';
import { isUpright, type Turn } from './turn.ts';
import { turnJpeg } from './turn-jpeg.ts';

/** A camera of JPEGs whose pictures stand upright. */
export function turnedCamera(camera: Camera, turn: Turn): Camera {
  if (isUpright(turn)) return camera;
  return {
    ...camera,
    async *pictures(signal, events) {
      for await (const { image, stampMs } of camera.pictures(signal, events)) {
        const turned = image.type === 'encoded' ? { ...image, data: turnJpeg(image.data, turn) } : image;
        yield { image: turned, stampMs };
      }
    },
  };
}
