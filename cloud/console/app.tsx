import { lazy, type ReactNode, Suspense } from 'react';
import { useSummary } from './api/queries.ts';
import { Problem } from './api/request.ts';
import { Bar } from './bar/bar.tsx';
import { SignIn } from './bar/sign-in.tsx';
import { Browse } from './browse/browse.tsx';
import { Devices } from './devices/devices.tsx';
import { Live } from './live/live.tsx';
import { NAMES, type Route } from './route/route.ts';
import { useRoute } from './route/use-route.ts';
import { ShotDialog } from './shot/shot-dialog.tsx';
import { useCloseShot } from './shot/use-close-shot.ts';

// The chart and the form are for fewer people than the walls are.
const Delivery = lazy(() => import('./delivery/delivery.tsx'));
const Operate = lazy(() => import('./operate/operate.tsx'));

export function App(): ReactNode {
  const route = useRoute();
  const summary = useSummary();
  const closeShot = useCloseShot(route);
  const needsToken = summary.error instanceof Problem && summary.error.status === 401;
  return (
    <>
      <button type="button" className="skip" onClick={focusMain}>
        Skip to the content
      </button>
      <Bar view={route.view} summary={summary} />
      <main id="main" tabIndex={-1}>
        <h1 className="visually-hidden">{NAMES[route.view]}</h1>
        {needsToken ? <SignIn /> : <Suspense>{placeOf(route)}</Suspense>}
      </main>
      {route.query['shot'] && !needsToken ? (
        <ShotDialog id={route.query['shot']} route={route} onClose={closeShot} />
      ) : null}
    </>
  );
}

function placeOf({ view, query }: Route): ReactNode {
  switch (view) {
    case 'live':
      return <Live query={query} />;
    case 'browse':
      return <Browse query={query} />;
    case 'delivery':
      return <Delivery query={query} />;
    case 'devices':
      return <Devices query={query} />;
    case 'operate':
      return <Operate query={query} />;
  }
}

/** A link to `#main` would be an address of a place. */
function focusMain(): void {
  document.querySelector<HTMLElement>('#main')?.focus();
}
