import type { ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { clockTime, milliseconds } from '../format/time.ts';
import { stagesOf } from './stages.ts';

/** How it got here: its stages as a line, with the time between. */
export function Journey({ shot }: { readonly shot: StoredShot }): ReactNode {
  const reduced = shot.image?.reduced;
  return (
    <section>
      <h2>How it got here</h2>
      <ol className="journey">
        {stagesOf(shot).map(({ name, meaning, at, afterMs }) => (
          <li key={name} title={meaning}>
            {afterMs === undefined ? null : <span className="after quiet">{milliseconds(afterMs)}</span>}
            <strong>{name}</strong>
            <time className="quiet" dateTime={new Date(at).toISOString()}>
              {clockTime(new Date(at).toISOString())}
            </time>
          </li>
        ))}
      </ol>
      {reduced ? (
        <p className="quiet">
          Made smaller on the way, from {reduced.from.width} × {reduced.from.height}.
        </p>
      ) : null}
    </section>
  );
}
