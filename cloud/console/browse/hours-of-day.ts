import type { HourCount } from '../api/shapes.ts';
import { startOfDay } from '../format/time.ts';

const MS_PER_HOUR = 3_600_000;

/** How many shots each of the 24 hours of a day here has. */
export function countPerHour(day: string, counts: readonly HourCount[]): number[] {
  const start = startOfDay(day).getTime();
  const perHour = Array.from({ length: 24 }, () => 0);
  for (const { hour, shots } of counts) {
    const index = Math.floor((Date.parse(hour) - start) / MS_PER_HOUR);
    if (index >= 0 && index < perHour.length) perHour[index] = (perHour[index] ?? 0) + shots;
  }
  return perHour;
}
