import type { ReactNode } from 'react';
import { hrefOf } from '../route/route.ts';
import './browse.css';
import { Objects } from './objects.tsx';
import { ShotsByDay } from './shots-by-day.tsx';

/** What is in the bucket: as shots by day and hour, or as the objects and folders that they lie in. */
export function Browse({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const showsObjects = query['as'] === 'objects';
  return (
    <>
      <nav className="browse-as" aria-label="Shown as">
        <a href={hrefOf('browse')} aria-current={showsObjects ? undefined : 'true'}>
          Shots
        </a>
        <a href={hrefOf('browse', { as: 'objects' })} aria-current={showsObjects ? 'true' : undefined}>
          Bucket
        </a>
      </nav>
      {showsObjects ? <Objects prefix={query['prefix'] ?? ''} /> : <ShotsByDay query={query} />}
    </>
  );
}
