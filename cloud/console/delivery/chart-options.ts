import uPlot from 'uplot';
import { minuteName } from '../format/time.ts';
import { type Books, stacked } from './layers.ts';

/** Times first, then each band upon those below it, the topmost first: each is drawn over the one before. */
export function chartRows({ minutes, layers }: Books): uPlot.AlignedData {
  const end = (minutes.at(-1) ?? 0) + 60;
  const rows = stacked(layers).map((counts) => [...counts, counts.at(-1) ?? 0]); // so that the last minute has its width
  return [[...minutes, end], ...rows.reverse()];
}

/** Reads the page's colours as they are now; `choose` hears which minute is pointed at. */
export function chartOptions(
  { layers }: Books,
  size: { readonly width: number; readonly height: number },
  choose: (index: number) => void,
): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => resolved(style.getPropertyValue(name));
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(max, 1) * 1.05] } },
    axes: [
      { ...axis, size: 32, values: (_chart, starts) => starts.map(minuteName) },
      { ...axis, size: 44 },
    ],
    padding: [16, 28, 0, 0], // half of the last minute's name stands beyond it
    series: [
      {},
      ...layers.toReversed().map(({ name, colour: property }) => ({
        label: name,
        fill: colour(property),
        stroke: colour('--ground'),
        width: 0.5,
        points: { show: false },
        ...(stepped ? { paths: stepped } : {}),
      })),
    ],
    hooks: {
      setCursor: [(chart) => typeof chart.cursor.idx === 'number' && choose(minuteAt(chart))],
    },
  };
}

/** The minute that the cursor is in; uPlot's own index is that of the nearest begin. */
function minuteAt(chart: uPlot): number {
  const { left = 0 } = chart.cursor;
  return Math.max(0, Math.floor((chart.posToVal(left, 'x') - (chart.data[0][0] ?? 0)) / 60));
}

/** Sets the cursor amid a minute, for whoever walks by keys. */
export function pointAt(chart: uPlot, index: number): void {
  const begin = chart.data[0][index];
  if (begin !== undefined) chart.setCursor({ left: chart.valToPos(begin + 30, 'x'), top: 0 });
}

/** A canvas knows no `light-dark()`. */
function resolved(value: string): string {
  const probe = document.createElement('span');
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
