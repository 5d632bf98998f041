import { type Logger, pino } from 'pino';
import pretty, { type PrettyOptions } from 'pino-pretty';

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
  return pino(options, isPretty ? pretty({ ...PRETTY, destination, colorize: isTerminal }) : destination);
}

/** `23:09:46 WARN  face-detector: the camera is away {"reason":"…"}` */
const PRETTY: PrettyOptions = {
  translateTime: 'SYS:HH:MM:ss',
  ignore: 'service',
  messageFormat: '{if service}{service}: {end}{msg}',
  singleLine: true,
};
