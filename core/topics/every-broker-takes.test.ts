import { expect, test } from 'vitest';
import { everyBrokerTakes } from './every-broker-takes.ts';

test.each(['vedette/harbour/pole-7/cam0/shot', 'Hafen/Mole 7/Tür', '港/防波堤/😀', ''])('%j', (topic) => {
  expect(everyBrokerTakes(topic)).toBe(true);
});

test.each(['a\u0000', 'a\u0001b', 'a\n', '\u007f', 'a\u0085', '\ufdd0', '\ufffe', '\u{1ffff}'])('not %j', (topic) => {
  expect(everyBrokerTakes(topic)).toBe(false);
});
