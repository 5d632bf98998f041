import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '@vedette/core/errors';
import { createLogger, type Logger, type ObserveServer, serveObservation } from '@vedette/core/observe';
import { untilSignal } from '@vedette/core/run';
import { isFiniteSource } from '@vedette/face-detector';
import type { Settings } from '../settings/schema.ts';
import { addresses, banner } from './banner.ts';
import { Books } from './books.ts';
import { countsLine } from './counts-line.ts';
import { LiveLine } from './live-line.ts';
import { onItsPortOrAny } from './on-its-port-or-any.ts';
import { showCounts } from './show-counts.ts';
import { type Side, type Stack, startStack, stopServices } from './stack.ts';
import { type Summary, summarize } from './summary.ts';

/** A spent source waits this long for the next receipt before it gives up. */
const NO_RECEIPT_MS = 60_000;
/** How long a Ctrl-C waits for receipts of what is on its way; the rest is kept in the spool. */
const FAREWELL_MS = 3_000;
const POLL_MS = 20;

export interface UpOptions {
  readonly side: Side;
  readonly settings: Settings;
  /** End when a finite source is spent and each shot has its receipt. */
  readonly untilDone: boolean;
}

export interface UpResult {
  readonly summary: Summary;
  /** A signal ended it, not its source. */
  readonly interrupted: boolean;
}

/** Runs a side until a signal, or until it is done. Gives the books of this run. */
export async function runUp({ side, settings, untilDone }: UpOptions): Promise<UpResult> {
  if (untilDone) refuseEndless(settings);
  const begun = performance.now();
  const live = process.stderr.isTTY ? new LiveLine(process.stderr) : undefined;
  const level = settings.log.level === 'auto' ? (live ? 'warn' : 'info') : settings.log.level;
  const log = createLogger({ level, format: settings.log.format }, live?.above() ?? process.stderr);
  const interrupted = new AbortController();
  const signal = untilSignal().then(() => interrupted.abort());
  const books = new Books();
  const stack = await startStack(side, settings, log, books);
  try {
    const http = await serve(stack, settings, side === 'both', log);
    try {
      if (live) process.stderr.write(`${banner(stack, settings, http.port)}\n`);
      else log.info(addresses(stack, settings, http.port), 'everything runs');
      const stopShowing = showCounts(() => countsLine(stack, books), live, log);
      try {
        await Promise.race([
          signal,
          untilDone ? finish(stack, books, interrupted.signal) : stay(stack, live, interrupted.signal),
        ]);
        await farewell(stack, books);
      } finally {
        stopShowing();
      }
    } finally {
      await http.close();
    }
  } finally {
    await stopServices(stack.services);
  }
  const counts = stack.detector?.counts() ?? { frames: 0, faces: 0 };
  const spooled = stack.forwarder?.counts().waiting ?? 0;
  const summary = summarize(counts, books, spooled, (performance.now() - begun) / 1_000);
  sayWhatIsLeft(summary, settings);
  return { summary, interrupted: interrupted.signal.aborted };
}

/** Names the kind of source only: an address or a pipeline may hold a password. */
function refuseEndless({ faceDetector }: Settings): void {
  if (isFiniteSource(faceDetector)) return;
  const [kind] = faceDetector.source.split(':');
  throw new ConfigError(`--until-done needs a source that ends (dir:, video:, sim:frames=N), not ${kind}`);
}

function sayWhatIsLeft({ waiting, lost, earlier }: Summary, { data }: Settings): void {
  const spool = resolve(join(data, 'forwarder'));
  if (waiting + earlier > 0) {
    const ofEarlier = earlier > 0 ? ` (${earlier} of earlier runs)` : '';
    process.stderr.write(
      `${waiting + earlier} shots${ofEarlier} have no receipt yet; they are kept in ${spool} for the next start.\n`,
    );
  }
  if (lost > 0) {
    const where = "the edge broker's queue has what it took, for the next start; the rest is lost";
    process.stderr.write(`${lost} shots have no receipt and are not in ${spool}: ${where}.\n`);
  }
}

/** Resolves when the source is spent and every shot is settled, of earlier runs too, or when no receipt came for too long. */
async function finish({ detector, forwarder }: Stack, books: Books, interrupted: AbortSignal): Promise<void> {
  await detector?.done;
  const left = () => (interrupted.aborted ? 0 : books.unsettled + (forwarder?.counts().waiting ?? 0));
  await untilNone(left, NO_RECEIPT_MS);
}

/** Never resolves: a spent source leaves the services running. Rejects where the source fails. */
async function stay({ detector }: Stack, live: LiveLine | undefined, interrupted: AbortSignal): Promise<never> {
  await detector?.done;
  if (detector && !interrupted.aborted) {
    live?.end();
    process.stderr.write('The source is spent; everything else goes on. Ctrl-C stops (--until-done ends by itself).\n');
  }
  return new Promise(() => {});
}

async function farewell({ detector }: Stack, books: Books): Promise<void> {
  await detector?.stop(); // what its open tracks still held is published now
  await untilNone(() => books.unsettled, FAREWELL_MS);
}

/** Waits until nothing is left; gives up when that did not change for `idleMs`. */
async function untilNone(left: () => number, idleMs: number): Promise<void> {
  let before = left();
  let since = performance.now();
  for (let now = before; now > 0 && performance.now() - since < idleMs; now = left()) {
    if (now !== before) [before, since] = [now, performance.now()];
    await sleep(POLL_MS);
  }
}

function serve(
  { services, metrics }: Stack,
  { http }: Settings,
  anyPort: boolean,
  log: Logger,
): Promise<ObserveServer> {
  return onItsPortOrAny(http.port, anyPort, log, (port) =>
    serveObservation({ host: http.host, port, services, metrics }),
  );
}
