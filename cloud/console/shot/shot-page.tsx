import type { ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { hrefOf } from '../route/route.ts';
import { nameOf } from '../wall/say-shot.ts';
import { Computed } from './computed.tsx';
import { Copies } from './copies.tsx';
import { HowSure } from './how-sure.tsx';
import { Journey } from './journey.tsx';
import { Picture } from './picture.tsx';
import './shot-page.css';
import { WhenAndWhere } from './when-and-where.tsx';

/** Answers, top to bottom: what, when and where, how sure, how it got here. */
export function ShotPage({ shot }: { readonly shot: StoredShot }): ReactNode {
  return (
    <article className="shot-page">
      <Picture key={shot.id} shot={shot} />
      <div className="facts">
        <h1>{nameOf(shot)}</h1>
        <WhenAndWhere shot={shot} />
        {shot.kind === 'frame' ? null : <HowSure shot={shot} />}
        <Journey shot={shot} />
        <Computed id={shot.id} />
        <Copies shot={shot} />
        <a className="button" href={hrefOf('operate', { image: shot.id })}>
          Operate on this picture
        </a>
      </div>
    </article>
  );
}
