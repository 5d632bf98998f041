import { type ReactNode, useEffect, useRef } from 'react';
import type { Device, DeviceCamera } from '../api/shapes.ts';
import { count } from '../format/count.ts';
import { duration, localTime } from '../format/time.ts';
import { hrefOf } from '../route/route.ts';

const STATES = {
  online: ['green', 'online'],
  away: ['amber', 'silent'],
  offline: ['amber', 'offline'],
  unknown: ['quiet', 'never heard'],
} as const;

const CAMERA_COLOURS: Readonly<Record<string, string>> = { running: 'green', away: 'amber', offline: 'amber' };

interface DeviceCardProps {
  readonly device: Device;
  /** Somebody came here for this one. */
  readonly isWanted: boolean;
}

export function DeviceCard({ device, isWanted }: DeviceCardProps): ReactNode {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isWanted) card.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  const { site, device: name, state, alarms, cameras, software } = device;
  const [colour, word] = STATES[state];
  return (
    <li ref={card} className={isWanted ? 'device wanted' : 'device'}>
      <h2>
        {name} <span className="quiet">{site}</span>
        <span className={`badge ${colour}`}>
          <span className="dot" aria-hidden="true" />
          {word}
        </span>
      </h2>
      {alarms.map((alarm) => (
        <p key={alarm} className="amber">
          {alarm}
        </p>
      ))}
      <Numbers device={device} />
      <ul className="cameras">
        {cameras.map((camera) => (
          <Camera key={camera.camera} camera={camera} place={{ site, device: name }} />
        ))}
      </ul>
      <p className="row">
        <a href={hrefOf('live', { device: name })}>Live</a>
        <a href={hrefOf('browse', { site, device: name })}>Its shots</a>
        <a href={hrefOf('delivery', { device: name })}>Its books</a>
        {software ? <span className="quiet">{software}</span> : null}
      </p>
    </li>
  );
}

function Numbers({ device }: { readonly device: Device }): ReactNode {
  const { newestAgeSeconds, newestAt, waiting, lastReceiptAgeSeconds, lastSeenAt } = device;
  return (
    <dl className="numbers">
      <div title={newestAt && localTime(newestAt)}>
        <dt>newest picture</dt>
        <dd>{newestAgeSeconds === undefined ? 'none yet' : `${duration(newestAgeSeconds)} old`}</dd>
      </div>
      <div title="without a receipt, in the device's spool">
        <dt>waiting to be sent</dt>
        <dd>{waiting === undefined ? 'not told' : count(waiting, 'shot')}</dd>
      </div>
      <div title="the cloud's word that something is stored">
        <dt>last receipt</dt>
        <dd>{lastReceiptAgeSeconds === undefined ? 'none yet' : `${duration(lastReceiptAgeSeconds)} ago`}</dd>
      </div>
      <div title={lastSeenAt && `its status, ${localTime(lastSeenAt)}`}>
        <dt>last word</dt>
        <dd>
          {lastSeenAt === undefined ? 'none yet' : `${duration((Date.now() - Date.parse(lastSeenAt)) / 1_000)} ago`}
        </dd>
      </div>
    </dl>
  );
}

interface CameraProps {
  readonly camera: DeviceCamera;
  readonly place: { readonly site: string; readonly device: string };
}

function Camera({ camera, place }: CameraProps): ReactNode {
  const { camera: name, state, reason, source, model, shots } = camera;
  return (
    <li>
      <a href={hrefOf('browse', { ...place, camera: name })}>{name}</a>
      <span className={CAMERA_COLOURS[state] ?? 'quiet'}>{reason === undefined ? state : `${state}: ${reason}`}</span>
      <span className="quiet">{[source, model].filter(Boolean).join(', ')}</span>
      <span className="quiet">{count(shots, 'shot')}</span>
    </li>
  );
}
