import { Packr } from 'msgpackr';
import { expect, test } from 'vitest';
import { printable } from './printable.ts';
import { readPayload } from './read.ts';

const HOSTILE = '\u001b[2K\u001b]0;pwned\u0007\r\n\u009b1A\u202efdp\u2028\u{e0041}';
const SHOWN = '\\u{1b}[2K\\u{1b}]0;pwned\\u{7}\\u{d}\\u{a}\\u{9b}1A\\u{202e}fdp\\u{2028}\\u{e0041}';

test('what a terminal would obey, or hide, is written out; all else stays', () => {
  expect(printable(HOSTILE)).toBe(SHOWN);
  expect(printable('Küche カメラ 😀 \\u{1b}')).toBe('Küche カメラ 😀 \\u{1b}');
});

test('what is wrong with a payload is told in one line, whatever it calls its fields', () => {
  const payload = new Packr({ useRecords: false }).pack({ v: 1, [HOSTILE]: 1 });
  const read = readPayload(payload);
  expect(read).toMatchObject({ reason: 'schema' });
  expect(JSON.stringify(read)).not.toMatch(/\\[nrub](?!\{)|[\p{Cc}\p{Cf}]/u);
});
