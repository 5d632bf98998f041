// The thread that a libsql database lives in: its calls wait for the disk, and nothing else can be done meanwhile.
// `workerData` is how it is opened; each message is a statement, answered by its rows or by what is wrong.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import type { Answer, Fault, LibsqlOptions, Statement } from './libsql-messages.ts';

const port = parentPort;
if (!port) throw new Error('libsql-worker runs as a worker thread only');

let opened: Database.Database | undefined;
/** After a statement that failed, all are refused until the transaction that it was in is rolled back. */
let isAborted = false;

port.on('message', (statement: Statement | 'close') => {
  if (statement !== 'close') return port.postMessage(answerTo(statement));
  opened?.close();
  port.close();
});

function answerTo({ sql, parameters }: Statement): Answer {
  try {
    if (sql === 'rollback') return rollBack();
    if (isAborted) return { fault: { message: 'an earlier statement of the transaction failed', code: '' } };
    opened ??= open(workerData);
    const statement = opened.prepare(sql);
    // Bound as one list: a single parameter that is null would be taken for the list itself.
    if (statement.reader) return { rows: statement.all([...parameters]) as Record<string, unknown>[], changes: 0 };
    return { rows: [], changes: statement.run([...parameters]).changes };
  } catch (error) {
    letGo();
    return { fault: faultOf(error) };
  }
}

function rollBack(): Answer {
  if (opened?.inTransaction) opened.exec('rollback');
  isAborted = false;
  return { rows: [], changes: 0 };
}

/**
 * libsql 0.5 resets a statement that failed when it is garbage, and until then SQLite commits nothing more ("SQL statements in
 * progress"). So the connection goes with it, and the next statement opens another.
 */
function letGo(): void {
  isAborted = opened?.inTransaction ?? false;
  try {
    if (isAborted) opened?.exec('rollback');
  } finally {
    opened?.close();
    opened = undefined;
  }
}

function open({ file, lockMs }: LibsqlOptions): Database.Database {
  const database = new Database(file, { timeout: lockMs });
  // WAL: readers and one writer at a time, in several processes. FULL: what is committed survives a power loss.
  const settings = ['journal_mode = wal', 'synchronous = full', 'cache_size = -16384', 'journal_size_limit = 67108864'];
  for (const setting of settings) database.exec(`pragma ${setting}`);
  return database;
}

function faultOf(error: unknown): Fault {
  const { message, code } = error as Error & { code?: unknown };
  // Opening fails with a code of SQLite's at the end of its message only.
  const cannotOpen = /ConnectionFailed\(.*: 14"\)/.test(message);
  return { message, code: cannotOpen ? 'SQLITE_CANTOPEN' : String(code ?? '') };
}
