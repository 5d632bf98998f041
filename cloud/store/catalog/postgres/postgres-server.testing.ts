import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, findProgram, hasPrograms } from '@vedette/core/testing';
import pg from 'pg';

/** Why a test cannot run here, for its title; empty where it can. */
export const POSTGRES_ABSENT = hasPrograms('initdb', 'postgres') ? '' : ' (needs postgresql)';

const USER = 'vedette';
export const PASSWORD = 'a secret: /?#@';

interface Cluster {
  readonly folder: string;
  readonly port: number;
  /** PostgreSQL does not run as root. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

export interface PostgresServer {
  readonly port: number;
  /** Rejects if it does not start. */
  readonly ready: Promise<void>;
  /** Goes away, as a server does that is updated; what it has stays. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it at once, started or not, and removes what it had. */
  kill(): void;
}

/** Starts a PostgreSQL server on a port that is free. */
export function startPostgres(port: number): PostgresServer {
  const cluster = initCluster(port);
  let server: ChildProcess;
  const resume = async () => {
    server = startServer(cluster);
    await eventually('PostgreSQL takes connections', () => ask(port, 'select 1').catch(() => false), 60_000);
  };
  const pause = async () => {
    if (server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT'); // its "fast" shutdown
    await ended;
  };
  const kill = () => {
    server.kill('SIGQUIT'); // its "immediate" one
    rmSync(cluster.folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, ready: resume(), pause, resume, kill };
}

export function postgresUrl(port: number, database: string): string {
  return `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
}

/** Does something as the server's own administrator. */
export async function ask(port: number, sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgresUrl(port, database) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function initCluster(port: number): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-postgres-'));
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
  if (owner) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const settings = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--username=${USER}`];
  execFileSync(programOf('initdb'), [...settings, `--pwfile=${passwordFile}`, '-D', join(folder, 'data')], {
    ...owner,
    cwd: folder,
  });
  return { folder, port, owner };
}

/** A server that does not wait for the disk: whether it keeps what it committed is not ours to test. */
function startServer({ folder, port, owner }: Cluster): ChildProcess {
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: folder, fsync: 'off' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(folder, 'log'), 'a');
  return spawn(programOf('postgres'), ['-D', join(folder, 'data'), ...flags], {
    ...{ ...owner, cwd: folder, stdio: ['ignore', log, log] },
  });
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres']));
}

function programOf(name: string): string {
  const file = findProgram(name);
  if (file === undefined) throw new Error(`${name} is not installed`);
  return file;
}
