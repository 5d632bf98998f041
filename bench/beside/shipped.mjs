// How `vedette` starts Node where it is installed: the first line of its program says so.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../cli/bin/vedette.js', import.meta.url));

const [line] = readFileSync(PROGRAM, 'utf8').split('\n', 1);
const [, settings, flags] = /^#!\/usr\/bin\/env -S (.*?) ?node (.*)$/.exec(line) ?? [];
if (flags === undefined) throw new Error(`the first line of ${PROGRAM} is not read any more: ${line}`);

/** Variables of the environment. */
export const SHIPPED_ENV = Object.fromEntries(settings.split(' ').map((setting) => setting.split('=')));
/** Flags of Node. */
export const SHIPPED_FLAGS = flags.split(' ');
