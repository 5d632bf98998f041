import type { ReactNode } from 'react';
import { useShot } from '../api/queries.ts';
import { useImage } from '../api/use-image.ts';
import { bytes } from '../format/count.ts';
import { hrefOf } from '../route/route.ts';

/** The picture that is operated on. */
export function Chosen({ id }: { readonly id: string }): ReactNode {
  const { data: shot, error } = useShot(id);
  const source = useImage(shot?.links.image);
  if (error) {
    return (
      <p className="red" role="alert">
        {error.message}
      </p>
    );
  }
  if (!shot?.image) return null;
  const { width, height, bytes: size } = shot.image;
  return (
    <figure className="plate">
      <div style={{ aspectRatio: `${width} / ${height}`, maxWidth: width }}>
        {source ? <img src={source} alt={`What was given, ${width} by ${height} pixels`} /> : null}
      </div>
      <figcaption className="quiet">
        {width} × {height}, {bytes(size)}, <a href={hrefOf('operate', { image: id, shot: id })}>where it is from</a>
      </figcaption>
    </figure>
  );
}
