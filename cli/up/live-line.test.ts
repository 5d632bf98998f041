import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { LiveLine } from './live-line.ts';

/** What is shown on a terminal that says it has so many columns. */
function shown(line: string, columns: number): string {
  const terminal = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns });
  new LiveLine(terminal).show(line);
  return terminal.read().split('\x1b[2K').at(-1);
}

test('a line is cut so that it stays one, where the terminal says its width', () => {
  expect(shown('frames 120', 7)).toBe('frames');
  expect(shown('frames 120', 80)).toBe('frames 120');
  expect(shown('frames 120', 0)).toBe('frames 120');
});
