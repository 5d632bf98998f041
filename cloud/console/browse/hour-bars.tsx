import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { count } from '../format/count.ts';
import type { Hours } from './time-range.ts';

interface HourBarsProps {
  /** Shots of each hour. */
  readonly perHour: readonly number[];
  readonly chosen: Hours | undefined;
  choose(hours: Hours): void;
}

/** Drag over hours to choose them; or go to one by arrow keys, Enter chooses it, and Shift and Enter all up to it. */
export function HourBars({ perHour, chosen, choose }: HourBarsProps): ReactNode {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const strip = useRef<HTMLDivElement>(null);
  const shown = drag ? between(drag.from, drag.to) : chosen;
  const most = Math.max(1, ...perHour);
  const finish = () => {
    if (drag) choose(between(drag.from, drag.to));
    setDrag(undefined);
  };
  const begin = (event: PointerEvent, hour: number) => {
    event.currentTarget.releasePointerCapture(event.pointerId); // a finger holds on to what it touched first
    setDrag({ from: hour, to: hour });
  };
  const chooseByKey = (isUpTo: boolean, hour: number) =>
    choose(isUpTo && chosen ? between(chosen.first, hour) : between(hour, hour));
  const walk = (event: KeyboardEvent, hour: number) => {
    const last = perHour.length - 1;
    const to = { ArrowRight: hour + 1, ArrowLeft: hour - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    strip.current?.querySelectorAll('button')[Math.min(Math.max(to, 0), last)]?.focus();
  };
  return (
    <div ref={strip} className="strip" onPointerUp={finish} onPointerLeave={finish} onPointerCancel={finish}>
      {perHour.map((shots, hour) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the day
          key={hour}
          type="button"
          tabIndex={hour === (chosen?.first ?? 0) ? 0 : -1}
          aria-pressed={shown !== undefined && hour >= shown.first && hour <= shown.last}
          aria-label={`${hour} to ${hour + 1} o'clock: ${count(shots, 'shot')}`}
          title={`${hour}:00, ${count(shots, 'shot')}`}
          onPointerDown={(event) => begin(event, hour)}
          onPointerEnter={() => setDrag((now) => now && { ...now, to: hour })}
          onClick={(event) => event.detail === 0 && chooseByKey(event.shiftKey, hour)}
          onKeyDown={(event) => walk(event, hour)}
        >
          <span style={{ height: `${(shots / most) * 100}%` }} />
        </button>
      ))}
    </div>
  );
}

function between(one: number, other: number): Hours {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}
