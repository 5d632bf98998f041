// Makes a clone ready to run: installs what the lock file says if that changed, then builds what changed, the console last.
// Plain JavaScript without dependencies, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installed = join(root, 'node_modules/.package-lock.json');
const lock = join(root, 'package-lock.json');

function run(what, command, args) {
  const child = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    // npm 10 and older run onnxruntime's install script, which fetches CUDA; npm 11 obeys `allowScripts`.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    shell: process.platform === 'win32',
  });
  if (child.status === 0) return;
  console.error(`vedette: ${what} failed${child.error ? `: ${child.error.message}` : ''}; see the lines above.`);
  process.exit(child.status ?? 1);
}

function needsInstall() {
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs;
}

if (needsInstall()) {
  console.error('vedette: installing packages (once) ...');
  run('npm ci', 'npm', ['ci', '--include=dev', '--loglevel=error']);
}
run('the build', process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
run('the build of the console', process.execPath, [join(root, 'cloud/console/build.mjs')]);
