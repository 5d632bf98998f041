import type { ReactNode } from 'react';
import { useDevices, useSummary } from '../api/queries.ts';
import type { Device } from '../api/shapes.ts';
import { Command } from '../parts/command.tsx';
import { Failed } from '../parts/failed.tsx';
import { Notice } from '../parts/notice.tsx';
import { Pending } from '../parts/pending.tsx';
import { DeviceCard } from './device-card.tsx';
import './devices.css';

/** Every device: whether it is alive, what its cameras do, and what waits on it. */
export function Devices({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const devices = useDevices();
  const { data: summary } = useSummary();
  if (devices.error) return <Failed what="The devices" error={devices.error} retry={() => void devices.refetch()} />;
  if (devices.isPending) return <Pending what="the devices" />;
  if (devices.data.length === 0) return <NoDevice />;
  const isWanted = ({ site, device }: Device) => site === query['site'] && device === query['device'];
  const others = summary?.reasons.filter(({ link }) => !link.startsWith('#/devices/')) ?? [];
  return (
    <div className="page">
      {others.map(({ text, state, link }) => (
        <p key={text} className={state}>
          <a className={state} href={link}>
            {text}
          </a>
        </p>
      ))}
      <ul className="devices">
        {devices.data.map((device) => (
          <DeviceCard key={`${device.site}/${device.device}`} device={device} isWanted={isWanted(device)} />
        ))}
      </ul>
    </div>
  );
}

function NoDevice(): ReactNode {
  const { hostname } = window.location;
  return (
    <Notice title="No device yet">
      <p>On the machine with the camera, this sends what it sees here:</p>
      <Command line={`vedette edge --source /dev/video0 --cloud mqtt://${hostname}:1884`} />
      <p>Without a camera, this plays one:</p>
      <Command line="vedette up --source sim" />
    </Notice>
  );
}
