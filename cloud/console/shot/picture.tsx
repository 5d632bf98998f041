import { type ReactNode, useState } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { useImage } from '../api/use-image.ts';
import { bytes } from '../format/count.ts';
import { sayShot } from '../wall/say-shot.ts';
import { type Marks, marksOf } from './place-in-picture.ts';

/** What was seen: the picture, with box and landmarks drawn over it as long as they are wanted. */
export function Picture({ shot }: { readonly shot: StoredShot }): ReactNode {
  const [isMarked, setMarked] = useState(true);
  const source = useImage(shot.links.image);
  const marks = marksOf(shot);
  if (!shot.image) {
    return (
      <p className="picture none quiet">
        This shot has no picture: what is to be hidden was not sent. Its facts are here.
      </p>
    );
  }
  const { width, height } = shot.image;
  return (
    <figure className="picture">
      <div
        className="frame"
        style={{ aspectRatio: `${width} / ${height}`, '--ratio': width / height } as React.CSSProperties}
      >
        {source ? <img src={source} alt={sayShot(shot)} /> : null}
        {marks && isMarked ? <MarksOver marks={marks} /> : null}
      </div>
      <figcaption className="row">
        {marks ? (
          <label className="row">
            <input type="checkbox" checked={isMarked} onChange={() => setMarked(!isMarked)} />
            Box and landmarks
          </label>
        ) : null}
        {source ? (
          <a className="button" href={source} download={shot.key.split('/').at(-1)}>
            Save the original, {width} × {height}, {bytes(shot.image.bytes)}
          </a>
        ) : null}
      </figcaption>
    </figure>
  );
}

function MarksOver({ marks: { box, landmarks } }: { readonly marks: Marks }): ReactNode {
  const share = (value: number) => `${value * 100}%`;
  return (
    <>
      <span
        className="mark-box"
        style={{ left: share(box.left), top: share(box.top), width: share(box.width), height: share(box.height) }}
      />
      {landmarks.map(({ x, y }) => (
        <span key={`${x} ${y}`} className="mark-point" style={{ left: share(x), top: share(y) }} />
      ))}
    </>
  );
}
