import type { Shot, ShotImage } from './shot.ts';

/** A shot without its pixels, for people: the `meta` topic, the sidecar, `vedette tail`. */
export type Description = Omit<Shot, 'image'> & { image?: ImageDescription };

export type ImageDescription = Omit<ShotImage, 'data'> & { readonly bytes: number };

export function describeShot<S extends Shot>({ image, ...shot }: S): Description {
  return image === undefined ? shot : { ...shot, image: describeImage(image) };
}

export function describeImage({ data, ...image }: ShotImage): ImageDescription {
  return { ...image, bytes: data.length };
}
