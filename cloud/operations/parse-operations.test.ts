import { describe, expect, test } from 'vitest';
import { parseOperationText } from './parse-operation-text.ts';
import { parseOperations } from './parse-operations.ts';

const MAX = 12;

describe('a list as JSON', () => {
  test('comes back with what was left out', () => {
    const list = [
      { resize: { width: 320 } },
      { flip: {} },
      { blur: {} },
      { convert: { format: 'webp' } },
      { canny: {} },
    ];
    expect(parseOperations(list, MAX)).toEqual([
      { resize: { width: 320, fit: 'cover' } },
      { flip: { axis: 'vertical' } },
      { blur: { sigma: 1 } },
      { convert: { format: 'webp' } },
      { canny: { low: 100, high: 200 } },
    ]);
  });

  test.each([
    ['resize', 'give a list'],
    [{ resize: { width: 1 } }, 'give a list'],
    [[], 'is empty'],
    [Array(13).fill({ flip: {} }), '13 operations, and 12 are allowed'],
    [[{ flip: {} }, { explode: {} }], 'operation 2: there is no "explode"; there are resize, crop, '],
    [[{ constructor: {} }], 'operation 1: there is no "constructor"'],
    [[{ flip: {}, blur: {} }], 'operation 1: is no object with one operation'],
    [[null], 'operation 1: is no object with one operation'],
    [[['flip']], 'operation 1: is no object with one operation'],
    [[{ flip: {} }, {}], 'operation 2: is no object with one operation'],
    [[{ rotate: { degrees: 'ninety' } }], 'operation 1 (rotate): degrees: '],
    [[{ resize: {} }], 'operation 1 (resize): give a width, a height, or both'],
    [[{ resize: { width: 0 } }], 'operation 1 (resize): width: '],
    [[{ resize: { width: 1.5 } }], 'operation 1 (resize): width: '],
    [[{ resize: { width: 1, depth: 2 } }], 'operation 1 (resize): Unrecognized key: "depth"'],
    [[{ canny: { low: 9, high: 8 } }], 'operation 1 (canny): low is above high'],
    [[{ blur: { sigma: Number.POSITIVE_INFINITY } }], 'operation 1 (blur): sigma: '],
    [[{ convert: { format: 'gif' } }], 'operation 1 (convert): format: '],
    [[{ contours: { color: 'green' } }], 'operation 1 (contours): color: a colour is # and six hex digits'],
  ])('%j is refused', (list, words) => {
    const bad = { name: 'BadInputError', reason: 'operation', message: expect.stringContaining(words) };
    expect(() => parseOperations(list, MAX)).toThrow(expect.objectContaining(bad));
  });
});

describe('a list as text', () => {
  test('is one operation a line, with what it takes in order or by name', () => {
    const text = `
      # what the older system took
      resize 800 600
      resize - 600
      resize 80 60 fit=inside\r
      crop 1 2 30 40
      rotate -90
      Flip horizontal
      grayscale
      blur 2.5
      sharpen
      normalize
      convert webp quality=80
      canny 50 150
      threshold 100
      threshold otsu
      contours otsu=false value=7`;
    expect(parseOperations(parseOperationText(text), 20)).toEqual([
      { resize: { width: 800, height: 600, fit: 'cover' } },
      { resize: { height: 600, fit: 'cover' } },
      { resize: { width: 80, height: 60, fit: 'inside' } },
      { crop: { left: 1, top: 2, width: 30, height: 40 } },
      { rotate: { degrees: -90 } },
      { flip: { axis: 'horizontal' } },
      { grayscale: {} },
      { blur: { sigma: 2.5 } },
      { sharpen: { sigma: 1 } },
      { normalize: {} },
      { convert: { format: 'webp', quality: 80 } },
      { canny: { low: 50, high: 150 } },
      { threshold: { value: 100, otsu: false } },
      { threshold: { value: 128, otsu: true } },
      expect.objectContaining({ contours: expect.objectContaining({ value: 7, otsu: false, thickness: 2 }) }),
    ]);
  });

  test.each([
    ['', 'is empty'],
    ['resize', 'operation 1 (resize): give a width'],
    ['flip\nresize 800 600 700', 'operation 2 (resize): fit: '],
    ['rotate 90 1', 'operation 1 (rotate): Unrecognized key: "1"'],
    ['rotate', 'operation 1 (rotate): degrees: '],
    ['rotate 0x', 'operation 1 (rotate): degrees: '],
    ['{"resize": 1}', 'operation 1: there is no "{\\"resize\\":"'],
    ['__proto__ 1', 'operation 1: '],
  ])('%j is refused', (text, words) => {
    const bad = { name: 'BadInputError', message: expect.stringContaining(words) };
    expect(() => parseOperations(parseOperationText(text), MAX)).toThrow(expect.objectContaining(bad));
  });
});
