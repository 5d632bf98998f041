const HINTS: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong; see catalog.password and PGPASSWORD',
  '28000': 'the server does not let this user in; see its pg_hba.conf',
  '3D000': 'there is no such database; create it (createdb), or name another',
  '42501': 'this user may not do that there; it must own the tables, or be allowed to create them in the schema',
  '25P03': 'this process said nothing for too long while others waited',
  '25006': 'the server takes no writes; is it a replica?',
  '53100': 'the disk of the server is full; free some space',
  '53300': 'the server has no connection left; raise max_connections',
  '55P03': 'another process has been writing to it for too long',
  '57014': 'the server took too long',
  '57P01': 'the server is shutting down',
  '57P02': 'the server crashed',
  '57P03': 'the server is starting, or shutting down',
  ECONNREFUSED: 'nothing listens there; is the server running?',
  ECONNRESET: 'the server cut the connection',
  ENOENT: 'there is no socket in that folder; is the server running?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of its host cannot be looked up; is there a network?',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'its host cannot be reached',
};

/** The driver's own words, which have no code. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/client password must be a string/, 'the server wants a password; see catalog.password and PGPASSWORD'],
  [/timeout exceeded when trying to connect|timeout expired|Query read timeout/, 'the server does not answer in time'],
  [/Connection terminated|Client has encountered a connection error/, 'the server cut the connection'],
];

/** What an error of PostgreSQL, its driver or the network means to whoever runs this. */
export function postgresHint(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const hint = 'code' in error ? HINTS[String(error.code)] : undefined;
  return hint ?? WORDS.find(([words]) => words.test(error.message))?.[1];
}

/** It is not there, or has no place: what may pass. A container that does not run has no name either. */
const AWAY =
  /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOENT|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
const SAYS_AWAY = /timeout expired|timeout exceeded when trying to connect|Connection terminated/;

/** Whether an error says no more than that the server is not there now. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY.test('code' in error ? String(error.code) : '') || SAYS_AWAY.test(error.message);
}

/** SQLSTATE: five digits and capitals. With these it ends the connection: connection exceptions, shutdowns, idle transactions. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
const ENDS = /^(08|57P|25P03)/;

/** Whether an error came from the server, which goes on with the connection; else it is not to be used again. */
export function isAnswer(error: unknown): boolean {
  const code = error instanceof Error && 'severity' in error && 'code' in error ? String(error.code) : '';
  return SQLSTATE.test(code) && !ENDS.test(code);
}
