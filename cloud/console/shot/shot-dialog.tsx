import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useNeighbour, useShot } from '../api/queries.ts';
import { Failed } from '../parts/failed.tsx';
import { Pending } from '../parts/pending.tsx';
import { hrefOf, type Route } from '../route/route.ts';
import { goTo } from '../route/use-route.ts';
import { sayShot } from '../wall/say-shot.ts';
import './shot-dialog.css';
import { ShotPage } from './shot-page.tsx';

interface ShotDialogProps {
  readonly id: string;
  /** Of the place below, which stays as it is. */
  readonly route: Route;
  onClose(): void;
}

/** A shot over the wall that it was chosen from. Arrow keys walk in time, Esc goes back. */
export function ShotDialog({ id, route, onClose }: ShotDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const shot = useShot(id);
  const filter = filterOf(route.query);
  const newer = useNeighbour(shot.data, 'oldest', filter).data?.id;
  const older = useNeighbour(shot.data, 'newest', filter).data?.id;
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close(); // gives the focus back to where it was
  }, []);
  useEffect(() => {
    if (shot.data) dialog.current?.scrollTo({ top: 0 });
  }, [shot.data]);
  const walk = (to: string | undefined) =>
    to && goTo(hrefOf(route.view, { ...route.query, shot: to }), { replace: true });
  const walkByKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowLeft') walk(newer);
    if (event.key === 'ArrowRight') walk(older);
  };
  return (
    <dialog
      ref={dialog}
      className="shot-dialog"
      aria-label={shot.data ? sayShot(shot.data) : 'Shot'}
      onKeyDown={walkByKey}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="shot-controls">
        <button type="button" onClick={onClose}>
          Back
        </button>
        <span className="row">
          <button type="button" disabled={!newer} onClick={() => walk(newer)}>
            Newer
          </button>
          <button type="button" disabled={!older} onClick={() => walk(older)}>
            Older
          </button>
        </span>
      </div>
      {shot.error ? <Failed what="This shot" error={shot.error} retry={() => void shot.refetch()} /> : null}
      {shot.data ? <ShotPage shot={shot.data} /> : null}
      {shot.isPending ? <Pending what="the shot" /> : null}
    </dialog>
  );
}

/** What the wall below is narrowed by, but for its time: one may walk on into the next day. */
function filterOf({ site, device, camera, kind, label, minScore }: Route['query']) {
  return { site, device, camera, kind, label, minScore };
}
