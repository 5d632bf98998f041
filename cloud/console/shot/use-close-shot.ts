import { useEffect, useRef } from 'react';
import { hrefOf, type Route } from '../route/route.ts';
import { goTo } from '../route/use-route.ts';

/** Leads back from a shot to what is below it: by the step that led there, unless somebody came by a link. */
export function useCloseShot({ view, query }: Route): () => void {
  const { shot, ...below } = query;
  const wasBelow = useRef(false);
  useEffect(() => {
    if (shot === undefined) wasBelow.current = true;
  }, [shot]);
  return () => {
    if (wasBelow.current) window.history.back();
    else goTo(hrefOf(view, below), { replace: true });
  };
}
