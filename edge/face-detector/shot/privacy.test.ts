import { expect, test } from 'vitest';
import { faceDetectorSchema } from '../config.ts';
import { hidesAnything, labelsToHide, type Privacy, showingOf } from './privacy.ts';

test('everything is shown unless somebody says otherwise', () => {
  const { privacy } = faceDetectorSchema.parse({});
  expect(showingOf(privacy, { label: 'face' })).toBe('full');
  expect(hidesAnything(privacy)).toBe(false);
});

test('a class has its own setting, and the rest the default', () => {
  const { privacy } = faceDetectorSchema.parse({ privacy: { default: 'none', face: 'blurred', car: 'full' } });
  const showings = ['face', 'car', 'person', 'constructor', '__proto__'].map((label) => showingOf(privacy, { label }));
  expect(showings).toEqual(['blurred', 'full', 'none', 'none', 'none']);
});

test('whatever is named and not shown is to be found', () => {
  const { privacy } = faceDetectorSchema.parse({
    privacy: { default: 'none', face: 'blurred', car: 'full', dog: 'none' },
  });
  expect(labelsToHide(privacy)).toEqual(['face', 'dog']);
  expect(labelsToHide({ default: 'none' })).toEqual([]);
});

test.each<[Privacy, boolean]>([
  [{ default: 'full', face: 'full' }, false],
  [{ default: 'full', car: 'none' }, true],
  [{ default: 'blurred', face: 'full' }, true],
])('%j hides anything: %s', (privacy, hides) => {
  expect(hidesAnything(privacy)).toBe(hides);
});

test('what is no way of showing is refused', () => {
  for (const privacy of [{ face: 'blur' }, { car: 'gone' }, { default: true }]) {
    expect(faceDetectorSchema.safeParse({ privacy }).success).toBe(false);
  }
});
