import type { ReactNode } from 'react';
import type { HourCount } from '../api/shapes.ts';
import { count } from '../format/count.ts';
import { dayName, startOfDay } from '../format/time.ts';
import { HourBars } from './hour-bars.tsx';
import { countPerHour } from './hours-of-day.ts';
import type { Hours } from './time-range.ts';

interface DayStripProps {
  readonly day: string;
  readonly counts: readonly HourCount[];
  readonly chosen: Hours | undefined;
  /** Undefined: the whole day. */
  choose(hours: Hours | undefined): void;
}

/** A day as a strip, with how many shots each hour has. */
export function DayStrip({ day, counts, chosen, choose }: DayStripProps): ReactNode {
  const perHour = countPerHour(day, counts);
  const name = dayName(startOfDay(day));
  const all = perHour.reduce((sum, shots) => sum + shots, 0);
  return (
    <section className="day" aria-label={`Hours of ${name}`}>
      <HourBars perHour={perHour} chosen={chosen} choose={choose} />
      <div className="strip-scale quiet" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}:00</span>
        ))}
      </div>
      <p className="row quiet">
        {name}, {count(all, 'shot')}
        {chosen ? (
          <button type="button" onClick={() => choose(undefined)}>
            All day
          </button>
        ) : null}
      </p>
    </section>
  );
}
