/**
 * The errors that Vedette names. Each says what was wrong, with the offending value, and what to do.
 * Whatever is not one of these is a defect and is shown with its stack.
 */
export class VedetteError extends Error {
  override name = 'VedetteError';
}

/** A wrong flag, file, environment variable or value: exit code 2, nothing was started. */
export class ConfigError extends VedetteError {
  override name = 'ConfigError';
}

/** Something the machine lacks or refuses: a device, a program, a port, a folder: exit code 1. */
export class ResourceError extends VedetteError {
  override name = 'ResourceError';
}

/** Input that cannot be read as what it claims to be; the run goes on without it. `reason` is a counter's label. */
export class BadInputError extends VedetteError {
  override name = 'BadInputError';
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The message of anything thrown, for a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What to throw where several things have failed: the one, or one that says them all. */
export function asOneError(failures: readonly unknown[]): unknown {
  const messages = new Set(failures.map(messageOf));
  if (messages.size === 1) return failures[0];
  return new ResourceError([...messages].join('; '), { cause: new AggregateError(failures) });
}

/** A TCP port that somebody else listens on. */
export class PortTakenError extends ResourceError {
  override name = 'PortTakenError';
  readonly port: number;

  constructor(what: string, setting: string, port: number, options?: ErrorOptions) {
    super(`the ${what} cannot listen: port ${port} is taken; free it, or set ${setting} to another (0: any)`, options);
    this.port = port;
  }
}

/** What a failed listen on `port`, which `setting` has set, means to a user. */
export function listenError(
  what: string,
  setting: string,
  { host, port }: { readonly host: string; readonly port: number },
  cause: unknown,
): ResourceError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return new PortTakenError(what, setting, port, { cause });
  return new ResourceError(`the ${what} cannot listen on ${host}:${port}: ${messageOf(cause)}`, { cause });
}
