import { createRequire } from 'node:module';
import { type Logger, pino } from 'pino';
import type { PinoPretty, PrettyOptions } from 'pino-pretty';

export type { Logger };

export interface LogOptions {
  readonly level: string;
  readonly format: 'auto' | 'json' | 'pretty';
}

/** Logs to stderr: stdout is for data. `destination` replaces it, for tests and for the live line of `up`. */
export function createLogger(
  { level, format }: LogOptions,
  destination: NodeJS.WritableStream = process.stderr,
): Logger {
  const isTerminal = 'isTTY' in destination && destination.isTTY === true;
  const isPretty = format === 'pretty' || (format === 'auto' && isTerminal);
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, isPretty ? prettyStream({ ...PRETTY, destination, colorize: isTerminal }) : destination);
}

/** Loaded here, for whoever reads at a terminal: a service that logs JSON starts sooner without it. */
function prettyStream(options: PrettyOptions) {
  const pretty: typeof PinoPretty = createRequire(import.meta.url)('pino-pretty');
  return pretty(options);
}

/** `23:09:46 WARN  face-detector: the camera is away {"reason":"…"}` */
const PRETTY: PrettyOptions = {
  translateTime: 'SYS:HH:MM:ss',
  ignore: 'service',
  messageFormat: '{if service}{service}: {end}{msg}',
  singleLine: true,
};
