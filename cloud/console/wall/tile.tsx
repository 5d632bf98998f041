import { memo, type ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { percent } from '../format/count.ts';
import { clockTime } from '../format/time.ts';
import { marksOf } from '../shot/place-in-picture.ts';
import { nameOf, sayShot } from './say-shot.ts';

interface TileProps {
  readonly shot: StoredShot;
  readonly href: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Tab stops here: at one tile of a wall. */
  readonly isCurrent: boolean;
  onFocus(id: string): void;
}

/** One shot of a wall. Its place is fixed before its picture is there. */
export const Tile = memo(function Tile(props: TileProps): ReactNode {
  const { shot, href, left, top, width, height, isCurrent, onFocus } = props;
  return (
    <li style={{ transform: `translate(${left}px, ${top}px)`, width, height }}>
      <a
        href={href}
        data-shot={shot.id}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={() => onFocus(shot.id)}
        draggable={false}
      >
        {shot.links.thumbnail ? (
          <img src={shot.links.thumbnail} alt="" loading="lazy" decoding="async" draggable={false} />
        ) : (
          <span className="hidden-picture">not shown</span>
        )}
        <BoxOutline shot={shot} />
        <span className="visually-hidden">{sayShot(shot)}</span>
        <span className="caption" aria-hidden="true">
          <span>{shot.kind === 'frame' ? nameOf(shot) : `${nameOf(shot)} ${percent(shot.score)}`}</span>
          <span>{shot.device}</span>
          <span>{clockTime(shot.at)}</span>
        </span>
      </a>
    </li>
  );
});

function BoxOutline({ shot }: { readonly shot: StoredShot }): ReactNode {
  const marks = marksOf(shot);
  if (!marks) return null;
  const { left, top, width, height } = marks.box;
  const share = (value: number) => `${value * 100}%`;
  return (
    <span
      className="outline"
      style={{ left: share(left), top: share(top), width: share(width), height: share(height) }}
    />
  );
}
