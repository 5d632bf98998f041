import { type ReactNode, useMemo, useState } from 'react';
import { useCameras, useDevices, useLedger } from '../api/queries.ts';
import { Failed } from '../parts/failed.tsx';
import { Notice } from '../parts/notice.tsx';
import { Pending } from '../parts/pending.tsx';
import { hrefOf } from '../route/route.ts';
import { goTo } from '../route/use-route.ts';
import { BooksTable } from './books-table.tsx';
import './delivery.css';
import { booksOf, NOT_WORTH_SENDING } from './layers.ts';
import { Legend } from './legend.tsx';
import { MinuteBooks, sayMinute } from './minute-books.tsx';
import { Now } from './now.tsx';
import { Residues } from './residues.tsx';
import { StackChart } from './stack-chart.tsx';

const SPANS = [
  ['15', '15 minutes'],
  ['60', '1 hour'],
  ['360', '6 hours'],
  ['1440', '1 day'],
] as const;

/** The books by minute: what was seen, and what became of it. */
export default function Delivery({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const { device } = query;
  const minutes = SPANS.some(([span]) => span === query['minutes']) ? Number(query['minutes']) : 60;
  const ledger = useLedger(minutes, device);
  const devices = useDevices();
  const [chosen, setChosen] = useState<number>();
  // There are so many of them that nothing else could be seen beside.
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set([NOT_WORTH_SENDING]));
  const books = useMemo(
    () => booksOf(ledger.data ?? [], minutes, ledger.dataUpdatedAt || Date.now()),
    [ledger.data, ledger.dataUpdatedAt, minutes],
  );
  const drawn = useMemo(
    () => ({ ...books, layers: books.layers.filter(({ name }) => !hidden.has(name)) }),
    [books, hidden],
  );
  const index = Math.min(chosen ?? minutes - 2, minutes - 1); // the minute that runs has no whole books yet
  const narrow = (change: Readonly<Record<string, string | undefined>>) => {
    setChosen(undefined);
    goTo(hrefOf('delivery', { ...query, ...change }), { replace: true });
  };
  if (ledger.error) return <Failed what="The books" error={ledger.error} retry={() => void ledger.refetch()} />;
  if (ledger.isPending) return <Pending what="the books" />;
  return (
    <div className="page">
      <div className="row">
        <DeviceChoice device={device} choose={(name) => narrow({ device: name })} />
        <select aria-label="Time" value={String(minutes)} onChange={(event) => narrow({ minutes: event.target.value })}>
          {SPANS.map(([span, text]) => (
            <option key={span} value={span}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <Now devices={devices.data ?? []} device={device} />
      {ledger.data.length === 0 ? <NoBooks /> : null}
      <StackChart books={drawn} chosen={index} text={sayMinute(books, index)} choose={setChosen} />
      <Legend layers={books.layers} hidden={hidden} toggle={(name) => setHidden(toggled(hidden, name))} />
      <Residues ledger={ledger.data} />
      <MinuteBooks books={books} index={index} />
      <BooksTable books={books} />
    </div>
  );
}

function DeviceChoice({
  device = '',
  choose,
}: {
  readonly device?: string | undefined;
  choose(device?: string): void;
}) {
  const { data: cameras = [] } = useCameras();
  const names = new Set([...cameras.map((camera) => camera.device), ...(device === '' ? [] : [device])]);
  return (
    <select aria-label="Device" value={device} onChange={(event) => choose(event.target.value || undefined)}>
      <option value="">all devices</option>
      {[...names].map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

function NoBooks(): ReactNode {
  return (
    <Notice title="No books for this time">
      <p>
        A device counts what it sees by the minute, and sends its counts behind its shots. Take a longer time, or look
        whether a device is there.
      </p>
      <a className="button" href={hrefOf('devices')}>
        Devices
      </a>
    </Notice>
  );
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const changed = new Set(names);
  if (!changed.delete(name)) changed.add(name);
  return changed;
}
