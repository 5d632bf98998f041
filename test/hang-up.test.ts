import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeProcess } from '@vedette/core/run';
import { eventually, hasPrograms, temporaryFolder } from '@vedette/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { metric } from './support/metrics.ts';
import { FREE_PORTS } from './support/up.ts';
import { MAIN, vedette } from './support/vedette.ts';

/** Starts `vedette up` at a terminal; `around` stands before and behind the command. */
async function atTerminal(cwd: string, [before, behind]: readonly [string, string] = ['', '']) {
  const up = `${process.execPath} ${MAIN} up ${FREE_PORTS.join(' ')} --source sim:fps=10`;
  const terminal = spawn('script', ['-qfec', `echo pid=$$; exec ${before} ${up} ${behind}`, '/dev/null'], { cwd });
  let shown = '';
  terminal.stdout.on('data', (text) => {
    shown += text;
  });
  const [, digits] = await eventually('its process id', () => /pid=(\d+)/.exec(shown) ?? undefined);
  const pid = Number(digits);
  const isThere = () => describeProcess(pid) !== undefined;
  onTestFinished(() => {
    terminal.kill('SIGKILL');
    if (isThere()) process.kill(pid, 'SIGKILL');
  });
  return {
    shown: () => shown,
    kill: (signal: NodeJS.Signals) => process.kill(pid, signal),
    close: () => terminal.kill('SIGKILL'),
    gone: () => eventually('it is gone', () => !isThere()),
  };
}

/** Node 20 aborts at its very end, as it cannot put a closed terminal right, so that the exit code tells nothing. */
const hasLetGo = (cwd: string) => !existsSync(join(cwd, 'data/forwarder/spool/lock'));

describe.skipIf(!hasPrograms('script', 'nohup'))('the terminal is closed (needs script and nohup)', () => {
  test('what ran there ends as after a Ctrl-C, and its books close', async () => {
    const cwd = temporaryFolder();
    const running = await atTerminal(cwd);
    await eventually('faces in the live line', () => /faces [1-9]/.test(running.shown()));
    running.close();
    await running.gone();
    expect(hasLetGo(cwd)).toBe(true);
    const { code, stdout, stderr } = await vedette(['report', '--json'], { cwd }).exit;
    expect(code, stderr).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.flatMap(({ residues }) => residues)).toEqual([]);
    expect(rows[0].generated).toBeGreaterThan(0);
  }, 60_000);

  test('what nohup started goes on', async () => {
    const cwd = temporaryFolder();
    const running = await atTerminal(cwd, ['nohup', '2>log']);
    const log = () => readFileSync(join(cwd, 'log'), 'utf8');
    const [, http = ''] = await eventually('it runs', () => /"http":"([^"]+)"/.exec(log()) ?? undefined);
    const frames = () => metric(http, 'vedette_detector_frames_total');
    running.close();
    running.kill('SIGHUP');
    const before = await frames();
    await eventually('more frames', async () => (await frames()) > before + 5);
    running.kill('SIGTERM');
    await running.gone();
    expect(hasLetGo(cwd)).toBe(true);
  }, 60_000);
});
