import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

export interface LogOptions {
  readonly level: string;
  readonly format: 'auto' | 'json' | 'pretty';
}

/** Logs to stderr: stdout is for data. `destination` replaces it, for tests and for the live line of `up`. */
export function createLogger(
  options: LogOptions,
  destination: DestinationStream & NodeJS.WritableStream = process.stderr,
): Logger {
  const isTerminal = 'isTTY' in destination && destination.isTTY === true;
  const isPretty = options.format === 'pretty' || (options.format === 'auto' && isTerminal);
  const target = isPretty
    ? pretty({
        destination,
        colorize: isTerminal,
        ignore: 'pid,hostname',
        messageFormat: '{if service}{service}: {end}{msg}',
        hideObject: false,
        translateTime: 'SYS:HH:MM:ss',
        singleLine: true,
        customPrettifiers: {},
      })
    : destination;
  return pino({ level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, target);
}
