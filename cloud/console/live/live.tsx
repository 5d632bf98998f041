import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { count } from '../format/count.ts';
import { Command } from '../parts/command.tsx';
import { Failed } from '../parts/failed.tsx';
import { Notice } from '../parts/notice.tsx';
import { hrefOf } from '../route/route.ts';
import { Wall } from '../wall/wall.tsx';
import { WallSkeleton } from '../wall/wall-skeleton.tsx';
import './live.css';
import { useLiveWall } from './use-live-wall.ts';

/** Whoever has scrolled so far looks at something that is to stay. */
const SCROLLED_PX = 80;

/** Shots as they come. */
export function Live({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const { device, camera } = query;
  const [isPaused, setPaused] = useState(false);
  const isScrolled = useIsScrolled();
  const { wall, latest, show } = useLiveWall({ device, camera }, isPaused || isScrolled || query['shot'] !== undefined);
  const linkTo = useCallback((shot: StoredShot) => hrefOf('live', { device, camera, shot: shot.id }), [device, camera]);
  if (latest.error) return <Failed what="The newest shots" error={latest.error} retry={() => void latest.refetch()} />;
  if (!wall) return <WallSkeleton />;
  const place = [device, camera].filter(Boolean).join(' ');
  return (
    <>
      <div className="live-controls">
        <span className="row">
          {place ? (
            <>
              {place} only <a href={hrefOf('live')}>Show all</a>
            </>
          ) : null}
        </span>
        {wall.waiting.length > 0 ? (
          <button type="button" className="primary" onClick={() => showFromTop(show)}>
            Show {count(wall.waiting.length, 'new shot')}
          </button>
        ) : null}
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          Hold still
        </button>
      </div>
      {wall.shown.length === 0 ? (
        <NothingYet />
      ) : (
        <>
          <Wall name="Newest shots" shots={wall.shown} grows="up" hasCaptions hrefOf={linkTo} />
          <div className="page">
            <p className="quiet">
              Older ones are in <a href={hrefOf('browse', { device, camera })}>Browse</a>.
            </p>
          </div>
        </>
      )}
    </>
  );
}

function NothingYet(): ReactNode {
  return (
    <Notice title="No shot has come yet">
      <p>This page shows each as soon as it is stored. Is there a camera? This plays one, and needs none:</p>
      <Command line="vedette up --source sim" />
    </Notice>
  );
}

function showFromTop(show: () => void): void {
  window.scrollTo({ top: 0 });
  show();
}

function useIsScrolled(): boolean {
  const [isScrolled, setScrolled] = useState(false);
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > SCROLLED_PX);
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  return isScrolled;
}
