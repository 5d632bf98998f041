import type { ChangeEvent, ReactNode } from 'react';
import { useCameras, useLabels } from '../api/queries.ts';
import { dayOf, startOfDay } from '../format/time.ts';
import { hrefOf } from '../route/route.ts';

const SCORES = [
  ['', 'however sure'],
  ['0.5', '50 % sure or more'],
  ['0.7', '70 % sure or more'],
  ['0.9', '90 % sure or more'],
] as const;

interface FiltersProps {
  readonly query: Readonly<Record<string, string>>;
  /** The day of the strip. */
  readonly day: string;
  narrow(change: Readonly<Record<string, string | undefined>>): void;
}

/** What narrows the wall. All of it stands in the address, so that it can be sent to somebody. */
export function Filters({ query, day, narrow }: FiltersProps): ReactNode {
  const { data: cameras = [] } = useCameras();
  const { data: labels = [] } = useLabels();
  const toDay = (chosen: string | undefined) => narrow({ day: chosen, hours: undefined });
  const step = (days: number) => toDay(dayOf(startOfDay(day, days)));
  const places = placesOf(cameras);
  const place = placeText(query);
  const shown = new Set(labels.flatMap(({ label }) => label ?? []));
  return (
    <div className="filters">
      <span className="row">
        <button type="button" aria-label="The day before" onClick={() => step(-1)}>
          ‹
        </button>
        <input type="date" aria-label="Day" value={day} onChange={(event) => toDay(event.target.value || undefined)} />
        <button type="button" aria-label="The day after" onClick={() => step(1)}>
          ›
        </button>
      </span>
      <select aria-label="Camera" value={place} onChange={(event) => narrow(readPlace(event.target.value))}>
        <option value="">all cameras</option>
        {[...places.keys(), ...(place === '' || places.has(place) ? [] : [place])].map((text) => (
          <option key={text} value={text}>
            {(JSON.parse(text) as string[]).join(' ')}
          </option>
        ))}
      </select>
      <select aria-label="Shows" value={query['label'] ?? ''} onChange={(event) => narrow({ label: chosenIn(event) })}>
        <option value="">all that was seen</option>
        {[...shown].map((label) => (
          <option key={label}>{label}</option>
        ))}
      </select>
      <select
        aria-label="Sure"
        value={query['minScore'] ?? ''}
        onChange={(event) => narrow({ minScore: chosenIn(event) })}
      >
        {SCORES.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {Object.keys(query).length > 0 ? <a href={hrefOf('browse')}>Show all</a> : null}
    </div>
  );
}

/** Each device, and each of its cameras, as one choice. */
function placesOf(cameras: readonly { readonly site: string; readonly device: string; readonly camera: string }[]) {
  return new Set(
    cameras.flatMap(({ site, device, camera }) => [
      JSON.stringify([site, device]),
      JSON.stringify([site, device, camera]),
    ]),
  );
}

function placeText({ site, device, camera }: Readonly<Record<string, string>>): string {
  const place = [site, device, camera].filter((name) => name !== undefined);
  return place.length === 0 ? '' : JSON.stringify(place);
}

function readPlace(text: string): Readonly<Record<string, string | undefined>> {
  const [site, device, camera] = text === '' ? [] : (JSON.parse(text) as string[]);
  return { site, device, camera };
}

function chosenIn(event: ChangeEvent<HTMLSelectElement>): string | undefined {
  return event.target.value || undefined;
}
