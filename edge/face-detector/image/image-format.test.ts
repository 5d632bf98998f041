import { expect, test } from 'vitest';
import { sniffImage } from './image-format.ts';
import { sharp } from './sharp.ts';

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#446688' } });

test.each(['jpeg', 'png', 'webp', 'gif', 'tiff'] as const)('%s is known by its first bytes', async (format) => {
  expect(sniffImage(await picture().toFormat(format).toBuffer())).toEqual({ supported: true, format });
});

test('a TIFF of the other byte order is known too', () => {
  expect(sniffImage(Buffer.from('4d4d002a00000008', 'hex'))).toEqual({ supported: true, format: 'tiff' });
});

test.each([
  ['an SVG', '<svg width="10" height="10"/>'],
  ['an SVG', '<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a BMP', 'BM\u0036\u0000'],
  ['a HEIF, AVIF or video', '\u0000\u0000\u0000\u0020ftypavif'],
  ['a PDF', '%PDF-1.7'],
])('%s is known and not decoded', (name, text) => {
  expect(sniffImage(Buffer.from(text, 'latin1'))).toEqual({ supported: false, name });
});

test.each(['', 'hello', 'GIF90a', 'RIFF0000WAVE'])('%j is no picture', (text) => {
  expect(sniffImage(Buffer.from(text))).toBeUndefined();
});
