import { BadInputError, ResourceError } from '@vedette/core/errors';
import { eventually, loggedContext } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Patience } from './patience.ts';

const away = () => Promise.reject(new ResourceError('it is away'));

function rig(silentMs = 60_000) {
  const { log, lines } = loggedContext();
  const end = new AbortController();
  const changes: boolean[] = [];
  const retry = { firstMs: 1, maxMs: 1 };
  const onChange = (isFailing: boolean) => changes.push(isFailing);
  const patience = new Patience({ log, retry, silentMs, onChange, signal: end.signal });
  onTestFinished(() => end.abort());
  return { patience, changes, lines, end };
}

/** Work that fails until it is told to succeed. */
function failing() {
  let [tries, isWell] = [0, false];
  const work = async () => {
    tries += 1;
    return isWell ? 'done' : away();
  };
  const mend = () => {
    isWell = true;
  };
  return { work, mend, tries: () => tries };
}

test('while nothing succeeds everything is tried on; one line says that it fails and one that it is well', async () => {
  const { patience, changes, lines } = rig();
  const all = [failing(), failing()];
  const results = all.map(({ work }) => patience.until(work));
  await eventually('each was tried often', () => all.every(({ tries }) => tries() > 20));
  expect(patience.trouble).toBe('it is away');
  for (const { mend } of all) mend();
  expect(await Promise.all(results)).toEqual(['done', 'done']);
  expect(patience.trouble).toBeUndefined();
  expect(changes).toEqual([true, false]);
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});

test('what fails on while others succeed is given up, and takes no place for ever', async () => {
  const { patience, changes } = rig();
  const { work, tries } = failing();
  const given = patience.until(work).catch((error) => error);
  await eventually('it fails', () => tries() > 1);
  expect(await patience.until(async () => 'another')).toBe('another');
  expect(await given).toMatchObject({ name: 'ResourceError', message: 'it is away' });
  expect(tries()).toBeGreaterThanOrEqual(8);
  expect(patience.trouble, 'nobody is left who could find out that the bucket is well').toBeUndefined();
  expect(changes.at(-1)).toBe(false);
});

test('what cannot succeed is not tried again, and leaves no trouble behind', async () => {
  const { patience, changes } = rig();
  let tries = 0;
  const work = () => (++tries === 1 ? away() : Promise.reject(new BadInputError('key', 'no key')));
  await expect(patience.until(work)).rejects.toMatchObject({ reason: 'key' });
  expect(tries).toBe(2);
  expect([patience.trouble, changes]).toEqual([undefined, [true, false]]);
});

test('a bucket that does not answer is trouble too, until it does', async () => {
  const { patience, changes } = rig(20);
  let answer: (value: string) => void = () => undefined;
  const result = patience.until(() => new Promise<string>((resolve) => (answer = resolve)));
  await eventually('it is said', () => patience.trouble?.includes('not answered'));
  answer('late');
  expect(await result).toBe('late');
  expect([patience.trouble, changes]).toEqual([undefined, [true, false]]);
});

test('where it is ended, what waits for the next try rejects, and nothing is begun anew', async () => {
  const { patience, changes, end } = rig();
  const { work, tries } = failing();
  const given = patience.until(work).catch((error) => error);
  await eventually('it fails', () => tries() > 1);
  end.abort();
  expect(await given).toMatchObject({ name: 'AbortError' });
  expect(changes).toEqual([true]);
});
