import type { ReactNode } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { dayOf, localTime } from '../format/time.ts';
import { hrefOf } from '../route/route.ts';
import { Fact } from './fact.tsx';

export function WhenAndWhere({ shot }: { readonly shot: StoredShot }): ReactNode {
  const { at, clock, site, device, camera } = shot;
  const day = dayOf(new Date(at));
  return (
    <section>
      <h2 className="visually-hidden">When and where</h2>
      <dl>
        <Fact name="When" term="at, capture time">
          <time dateTime={at}>{localTime(at)}</time>
          {clock.suspect ? <span className="amber"> by a clock that cannot be right</span> : null}
        </Fact>
        <Fact name="UTC">{at}</Fact>
        <Fact name="Where" term="site / device / camera">
          {site} / <a href={hrefOf('browse', { day, device })}>{device}</a> /{' '}
          <a href={hrefOf('browse', { day, device, camera })}>{camera}</a>
        </Fact>
      </dl>
    </section>
  );
}
