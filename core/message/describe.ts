import type { Shot } from './shot.ts';

/** A shot without its pixels, for people: the `meta` topic, the sidecar, `vedette tail`. */
export type Description = Omit<Shot, 'image'> & { image: Omit<Shot['image'], 'data'> & { bytes: number } };

export function describeShot(shot: Shot): Description {
  const { data, ...image } = shot.image;
  return { ...shot, image: { ...image, bytes: data.length } };
}
