import { describe, expect, test } from 'vitest';
import { findModel } from '../../models/find-model.ts';
import { chooseFrom, fastest } from './choose-provider.ts';

const SETTINGS = { file: findModel('blazeface', []), maxSide: 640 };

test('the fastest is taken, and the CPU where none is known', () => {
  expect(fastest({ cpu: 9, cuda: 2, webgpu: 4 })).toBe('cuda');
  expect(fastest({ cpu: 3, cuda: 3 })).toBe('cpu');
  expect(fastest({})).toBe('cpu');
});

describe('each provider is tried in a process of its own', () => {
  test('of those that run the times are known, of the others the reasons', async () => {
    const { provider, timingsMs, refusals } = await chooseFrom(['cpu', 'no-such-provider'], SETTINGS);
    expect(provider).toBe('cpu');
    expect(timingsMs).toEqual({ cpu: expect.any(Number) });
    expect(refusals).toEqual([{ provider: 'no-such-provider', reason: expect.stringContaining('backend not found') }]);
  });

  test('what is wrong with the model is a reason too', async () => {
    const settings = { ...SETTINGS, file: '/nonexistent.onnx' };
    const { provider, refusals } = await chooseFrom(['cpu'], settings);
    expect(provider).toBe('cpu');
    expect(refusals).toEqual([{ provider: 'cpu', reason: expect.stringContaining('/nonexistent.onnx') }]);
  });
});
