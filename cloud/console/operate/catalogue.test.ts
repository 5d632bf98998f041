import { expect, test } from 'vitest';
import { NAMES, newStep, OPERATIONS, toOperation } from './catalogue.ts';

test('an operation that is added has what it needs, and leaves out what may be left out', () => {
  expect(toOperation(newStep(1, 'resize'))).toEqual({ resize: { width: 800, fit: 'cover' } });
  expect(toOperation(newStep(2, 'grayscale'))).toEqual({ grayscale: {} });
  for (const name of NAMES) {
    const { values } = newStep(3, name);
    const needed = OPERATIONS[name].fields.filter((field) => !('isOptional' in field));
    expect(Object.keys(values)).toEqual(expect.arrayContaining(needed.map((field) => field.name)));
  }
});
