import type { ReactNode } from 'react';
import type { Device } from '../api/shapes.ts';
import { count } from '../format/count.ts';
import { duration } from '../format/time.ts';

interface NowProps {
  readonly devices: readonly Device[];
  readonly device: string | undefined;
}

/** How it is at this moment: the newest picture, what waits, and what is the matter. */
export function Now({ devices, device }: NowProps): ReactNode {
  const shown = devices.filter(({ device: name }) => device === undefined || name === device);
  const ages = shown.flatMap(({ newestAgeSeconds }) => newestAgeSeconds ?? []);
  const inFlight = shown.reduce((sum, { inFlight = 0 }) => sum + inFlight, 0);
  const waiting = shown.reduce((sum, { waiting = 0 }) => sum + waiting, 0);
  return (
    <>
      <dl className="now">
        <div>
          <dt>newest picture</dt>
          <dd>{ages.length === 0 ? 'none yet' : `${duration(Math.min(...ages))} old`}</dd>
        </div>
        <div title="spooled on the devices, without a receipt">
          <dt>waiting to be sent</dt>
          <dd>{count(Math.max(0, waiting - inFlight), 'shot')}</dd>
        </div>
        <div title="in flight: sent, without a receipt">
          <dt>on the way</dt>
          <dd>{count(inFlight, 'shot')}</dd>
        </div>
      </dl>
      {shown.flatMap(({ device: name, alarms }) =>
        alarms.map((alarm) => (
          <p key={`${name} ${alarm}`} className="amber">
            {name}: {alarm}
          </p>
        )),
      )}
    </>
  );
}
