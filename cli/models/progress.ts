import { LiveLine } from '../up/live-line.ts';

const STEP = 0.25;

interface Progress {
  show(bytes: number): void;
  end(): void;
}

/** How far a download is, on stderr: a line in place on a terminal, else a line at each quarter. */
export function progressOf(name: string, bytes: number): Progress {
  const line = (got: number) => `${name}: ${Math.round((100 * got) / bytes)} % of ${Math.ceil(bytes / 1_000)} kB`;
  if (process.stderr.isTTY) {
    const live = new LiveLine(process.stderr);
    return { show: (got) => live.show(line(got)), end: () => live.end() };
  }
  let next = STEP;
  return {
    show(got) {
      if (got < next * bytes) return;
      while (got >= next * bytes) next += STEP;
      console.error(line(got));
    },
    end: () => undefined,
  };
}
