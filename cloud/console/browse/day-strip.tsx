import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { HourCount } from '../api/shapes.ts';
import { count } from '../format/count.ts';
import { dayName, startOfDay } from '../format/time.ts';
import type { Hours } from './time-range.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MS_PER_HOUR = 3_600_000;

interface DayStripProps {
  readonly day: string;
  readonly counts: readonly HourCount[];
  readonly chosen: Hours | undefined;
  /** Undefined: the whole day. */
  choose(hours: Hours | undefined): void;
}

/** A day as a strip, with how many shots each hour has. Drag over hours to see them, or go to one by arrow keys. */
export function DayStrip({ day, counts, chosen, choose }: DayStripProps): ReactNode {
  const [anchor, setAnchor] = useState<number>();
  const [drawn, setDrawn] = useState<Hours>();
  const strip = useRef<HTMLDivElement>(null);
  const perHour = countPerHour(day, counts);
  const most = Math.max(1, ...perHour);
  const shown = drawn ?? chosen;
  const finish = () => {
    if (drawn) choose(drawn);
    setAnchor(undefined);
    setDrawn(undefined);
  };
  const walk = (event: KeyboardEvent, hour: number) => {
    const to = { ArrowRight: hour + 1, ArrowLeft: hour - 1, Home: 0, End: 23 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    strip.current?.querySelectorAll('button')[Math.min(Math.max(to, 0), 23)]?.focus();
  };
  return (
    <section className="day" aria-label={`Hours of ${dayName(startOfDay(day))}`}>
      <div ref={strip} className="strip" onPointerUp={finish} onPointerLeave={finish}>
        {HOURS.map((hour) => {
          const shots = perHour[hour] ?? 0;
          const isChosen = shown !== undefined && hour >= shown.first && hour <= shown.last;
          return (
            <button
              key={hour}
              type="button"
              tabIndex={hour === (chosen?.first ?? 0) ? 0 : -1}
              aria-pressed={isChosen}
              aria-label={`${hour} to ${hour + 1} o'clock: ${count(shots, 'shot')}`}
              title={`${hour}:00, ${count(shots, 'shot')}`}
              onPointerDown={(event) => {
                event.currentTarget.releasePointerCapture(event.pointerId); // a finger holds on to what it touched first
                setAnchor(hour);
                setDrawn({ first: hour, last: hour });
              }}
              onPointerEnter={() => anchor !== undefined && setDrawn(between(anchor, hour))}
              onClick={(event) => {
                if (event.detail === 0)
                  choose(event.shiftKey && chosen ? between(chosen.first, hour) : { first: hour, last: hour });
              }}
              onKeyDown={(event) => walk(event, hour)}
            >
              <span style={{ height: `${(shots / most) * 100}%` }} />
            </button>
          );
        })}
      </div>
      <div className="strip-scale quiet" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}:00</span>
        ))}
      </div>
      <p className="row quiet">
        <span>
          {dayName(startOfDay(day))},{' '}
          {count(
            perHour.reduce((sum, shots) => sum + shots, 0),
            'shot',
          )}
        </span>
        {chosen ? (
          <button type="button" onClick={() => choose(undefined)}>
            All day
          </button>
        ) : null}
      </p>
    </section>
  );
}

function countPerHour(day: string, counts: readonly HourCount[]): number[] {
  const start = startOfDay(day).getTime();
  const perHour = HOURS.map(() => 0);
  for (const { hour, shots } of counts) {
    const index = Math.floor((Date.parse(hour) - start) / MS_PER_HOUR);
    if (index >= 0 && index < perHour.length) perHour[index] = (perHour[index] ?? 0) + shots;
  }
  return perHour;
}

function between(one: number, other: number): Hours {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}
