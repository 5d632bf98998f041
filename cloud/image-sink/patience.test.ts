import { BadInputError, ResourceError } from '@vedette/core/errors';
import { eventually, loggedContext } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Patience } from './patience.ts';

const away = () => Promise.reject(new ResourceError('it is away'));

function rig(silentMs = 60_000, firstMs = 1) {
  const { log, lines } = loggedContext();
  const end = new AbortController();
  const changes: boolean[] = [];
  const retry = { firstMs, maxMs: 10 * firstMs };
  const onChange = (isFailing: boolean) => changes.push(isFailing);
  const patience = new Patience({ what: 'bucket', log, retry, silentMs, onChange, signal: end.signal });
  onTestFinished(() => end.abort());
  const until = <T>(work: () => Promise<T>, hasWritten = true) => patience.until(work, () => hasWritten);
  return { patience, until, changes, lines, end };
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
  const { patience, until, changes, lines } = rig();
  const all = [failing(), failing()];
  const results = all.map(({ work }) => until(work));
  await eventually('each was tried often', () => all.every(({ tries }) => tries() > 20));
  expect(patience.trouble).toBe('it is away');
  for (const { mend } of all) mend();
  expect(await Promise.all(results)).toEqual(['done', 'done']);
  expect(patience.trouble).toBeUndefined();
  expect(changes).toEqual([true, false]);
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});

test('what fails on while others succeed is given up, and takes no place for ever', async () => {
  const { patience, until, changes } = rig();
  const { work, tries } = failing();
  const given = until(work).catch((error) => error);
  await eventually('it fails', () => tries() > 1);
  expect(await until(async () => 'another')).toBe('another');
  expect(await given).toMatchObject({ name: 'ResourceError', message: 'it is away' });
  expect(tries()).toBeGreaterThanOrEqual(8);
  expect(patience.trouble, 'nobody is left who could find out that the bucket is well').toBeUndefined();
  expect(changes.at(-1)).toBe(false);
});

test('what needed no room shows nothing, what was written goes on; it is said to be well when nothing is left', async () => {
  const { patience, until, changes, lines } = rig(60_000, 100);
  const { work, mend } = failing();
  const result = until(work);
  await eventually('it fails', () => patience.trouble);
  await until(async () => 'present', false);
  expect([patience.trouble, changes]).toEqual(['it is away', [true]]);
  await until(async () => 'another');
  await eventually('it fails again', () => patience.trouble);
  expect(changes).toEqual([true, false, true]);
  expect(lines.map(({ level }) => level)).toEqual([50]);
  mend();
  await result;
  expect(changes).toEqual([true, false, true, false]);
  expect(lines.map(({ level }) => level)).toEqual([50, 30]);
});

test('many wait together', async () => {
  const { until, end } = rig();
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const all = Array.from({ length: 50 }, () => failing());
  const results = Promise.allSettled(all.map(({ work }) => until(work)));
  await eventually('each was tried often', () => all.every(({ tries }) => tries() > 5));
  end.abort();
  await results;
  expect(warnings).toEqual([]);
});

test('what cannot succeed is not tried again, and leaves no trouble behind', async () => {
  const { patience, until, changes } = rig();
  let tries = 0;
  const work = () => (++tries === 1 ? away() : Promise.reject(new BadInputError('key', 'no key')));
  await expect(until(work)).rejects.toMatchObject({ reason: 'key' });
  expect(tries).toBe(2);
  expect([patience.trouble, changes]).toEqual([undefined, [true, false]]);
});

test('a bucket that does not answer is trouble too, until it does', async () => {
  const { patience, until, changes } = rig(20);
  let answer: (value: string) => void = () => undefined;
  const result = until(() => new Promise<string>((resolve) => (answer = resolve)));
  await eventually('it is said', () => patience.trouble?.includes('not answered'));
  answer('late');
  expect(await result).toBe('late');
  expect([patience.trouble, changes]).toEqual([undefined, [true, false]]);
});

test('where it is ended, what waits for the next try rejects, and nothing is begun anew', async () => {
  const { until, changes, end } = rig();
  const { work, tries } = failing();
  const given = until(work).catch((error) => error);
  await eventually('it fails', () => tries() > 1);
  end.abort();
  expect(await given).toMatchObject({ name: 'AbortError' });
  expect(changes).toEqual([true]);
});
