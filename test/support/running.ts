import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { eventually } from '@vedette/core/testing';
import { onTestFinished } from 'vitest';

interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  readonly stdin: Writable;
  stdout(): string;
  stderr(): string;
  /** The first match of `pattern` in what was printed so far or comes yet. */
  says(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>;
  kill(signal?: NodeJS.Signals): void;
  readonly exit: Promise<Exit>;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** Stands before the command. */
  readonly within?: readonly string[];
}

/** Starts a process; it is killed with the test if it still runs then. `name` is what it is called in a failure. */
export function run(name: string, command: string, args: readonly string[], options: RunOptions): Running {
  const { cwd, env = {}, within = [] } = options;
  const [program = command, ...words] = [...within, command, ...args];
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(program, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = once(child, 'close').then(([code]) => ({ code, stdout, stderr }) as Exit);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    stdout: () => stdout,
    stderr: () => stderr,
    async says(pattern, withinMs = 20_000) {
      const match = () => `${stdout}\n${stderr}`.match(pattern) ?? undefined;
      return eventually(`${name} says ${pattern}`, match, withinMs).catch((error) => {
        throw new Error(`${error.message}; it said:\n${stdout}\n${stderr}`);
      });
    },
    kill: (signal = 'SIGTERM') => void child.kill(signal),
    exit,
  };
}
