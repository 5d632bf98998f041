import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, findProgram, freePort, hasPrograms } from '@vedette/core/testing';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';

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

/** A PostgreSQL server for the tests of a file. */
export function postgres() {
  let cluster: Cluster | undefined;
  let server: ChildProcess | undefined;
  let databases = 0;
  const running = () => {
    if (!cluster) throw new Error('the server runs within tests only');
    return cluster;
  };
  const urlOf = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${running().port}/${database}`;
  /** Does something as the server's own administrator. */
  const run = async (sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async () => {
    server = startServer(running());
    await eventually('PostgreSQL takes connections', () => run('select 1').catch(() => false), 60_000);
  };
  const stop = async () => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT'); // its "fast" shutdown
    await ended;
  };

  beforeAll(async () => {
    if (POSTGRES_ABSENT) return;
    cluster = await initCluster();
    await start();
  }, 120_000);
  afterAll(async () => {
    await stop();
    if (cluster) rmSync(cluster.folder, { recursive: true, force: true });
  }, 60_000);

  return {
    run,
    start,
    stop,
    urlOf,
    get port() {
      return running().port;
    },
    /** A database of its own; tells its name. */
    async newDatabase(options = ''): Promise<string> {
      const name = `catalog_${databases++}`;
      await run(`create database ${name} ${options}`);
      return name;
    },
  };
}

async function initCluster(): Promise<Cluster> {
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
  return { folder, port: await freePort(), owner };
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
