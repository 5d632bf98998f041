import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useWidth } from '../wall/use-width.ts';
import { chartOptions, chartRows, pointAt } from './chart-options.ts';
import type { Books } from './layers.ts';
import { useColourScheme } from './use-colour-scheme.ts';

const HEIGHT = 260;

interface StackChartProps {
  readonly books: Books;
  /** Which minute is looked at, counted from the first. */
  readonly chosen: number;
  /** The minute in words, for who cannot see it. */
  readonly text: string;
  choose(index: number): void;
}

/** What became of each minute's sightings, as stacked areas. Pointing at a minute chooses it, and so do arrow keys. */
export function StackChart({ books, chosen, text, choose }: StackChartProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const onChoose = useRef(choose);
  const latest = useRef(books);
  const width = useWidth(frame);
  const scheme = useColourScheme();
  const shape = books.layers.map(({ name, colour }) => `${name} ${colour}`).join();
  useEffect(() => {
    onChoose.current = choose;
    latest.current = books;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another shape or scheme is another chart
  useEffect(() => {
    if (!frame.current || width === 0) return;
    const options = chartOptions(latest.current, { width, height: HEIGHT }, (index) => onChoose.current(index));
    const made = new uPlot(options, chartRows(latest.current), frame.current);
    chart.current = made;
    return () => made.destroy();
  }, [width, shape, scheme]);
  useEffect(() => {
    chart.current?.setData(chartRows(books));
  }, [books]);
  const last = books.minutes.length - 1;
  const walk = (event: KeyboardEvent) => {
    const to = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (chart.current) pointAt(chart.current, Math.min(Math.max(to, 0), last));
  };
  return (
    <div
      ref={frame}
      className="chart"
      role="slider"
      tabIndex={0}
      aria-label="Minute of the books"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={chosen}
      aria-valuetext={text}
      onKeyDown={walk}
      style={{ minHeight: HEIGHT }}
    />
  );
}
