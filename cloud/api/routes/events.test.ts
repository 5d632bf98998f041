import { createHash } from 'node:crypto';
import type { Receipt, Shot } from '@vedette/core/message';
import { openLink } from '@vedette/core/mqtt';
import { eventually, SAMPLE_JPEG, sampleShot } from '@vedette/core/testing';
import { topicsUnder } from '@vedette/core/topics';
import { expect, onTestFinished, test } from 'vitest';
import { type TestApi, testApi } from '../api.testing.ts';

interface Heard {
  readonly event: string;
  readonly id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: events of all sorts.
  readonly data: any;
}

/** Listens until the test is over. */
async function listen({ url }: TestApi, lastEventId?: string) {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const answer = await fetch(`${url}/api/events`, { headers, signal: end.signal });
  const heard: Heard[] = [];
  void collect(answer, heard).catch(() => undefined); // it ends with the test
  return { answer, heard, of: (event: string) => heard.filter((one) => one.event === event) };
}

async function collect(answer: Response, heard: Heard[]): Promise<void> {
  let rest = '';
  for await (const chunk of answer.body ?? []) {
    rest += Buffer.from(chunk).toString();
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
      const event = fields.get('event');
      if (event !== undefined) heard.push({ event, id: fields.get('id'), data: JSON.parse(fields.get('data') ?? '') });
    }
  }
}

/** Says that a shot is stored, as the sink does. */
async function sendReceipt(api: TestApi, shot: Shot, key: string): Promise<void> {
  const receipt: Receipt = {
    ...{ v: 1, id: shot.id, key, outcome: 'stored', storedAt: Date.now() * 1_000 },
    sha256: createHash('sha256').update(SAMPLE_JPEG).digest('hex'),
  };
  const link = openLink({ url: api.broker.url, clientId: `sink-${shot.id}` });
  onTestFinished(() => link.close(true));
  await eventually('the sink is connected', () => link.connected);
  await link.publish(topicsUnder('vedette').receipt(shot), JSON.stringify(receipt));
}

test('a shot is told when its receipt is sent, and the whole at once', async () => {
  const api = await testApi();
  const listener = await listen(api);
  expect(listener.answer.headers.get('content-type')).toContain('text/event-stream');
  await eventually('the whole is told', () => listener.of('summary').length > 0);
  const shot = sampleShot();
  const { key } = await api.store(shot);
  await eventually('the shot is told', async () => {
    await sendReceipt(api, shot, key); // again, until the API has subscribed
    return listener.of('shot').length > 0;
  });
  const [told] = listener.of('shot');
  expect(told?.data).toMatchObject({ id: shot.id, key, links: { thumbnail: expect.stringContaining(shot.id) } });
  expect(told?.id).toMatch(new RegExp(`^\\d+-${shot.id}$`));
});

test('who comes again hears what was stored since, however long ago it was captured', async () => {
  const api = await testApi();
  const [old, missed] = [await api.store(sampleShot()), await api.store(sampleShot({ at: 1_000_000 }))];
  const listener = await listen(api, `${old.storedAt}-${old.id}`);
  await eventually('it is told', () => listener.of('shot').length > 0);
  expect(listener.of('shot').map(({ data }) => data.id)).toEqual([missed.id]);
  const strange = await listen(api, 'strange');
  await eventually('the whole is told', () => strange.of('summary').length > 0);
});

test('an upload and its job are told', async () => {
  const api = await testApi();
  const listener = await listen(api);
  const headers = { 'content-type': 'image/jpeg' };
  const uploaded = await api.ask('/api/images', { method: 'POST', body: SAMPLE_JPEG, headers });
  const { id } = (await uploaded.json()) as { id: string };
  await eventually('the image is told', () => listener.of('shot').some(({ data }) => data.id === id));
  await eventually('the job is told', async () => {
    const begin = { method: 'POST', body: 'flip', headers: { 'content-type': 'text/plain' } };
    await api.ask(`/api/images/${id}/operations`, begin); // again, until the API looks for jobs
    return listener.of('job').some(({ data }) => data.image === id && data.state === 'queued');
  });
});

test('nobody who listens keeps the server from its end', async () => {
  const api = await testApi();
  await listen(api);
  await api.close();
  await expect(fetch(`${api.url}/api/shots`)).rejects.toThrow();
});

test('who was away for long hears all that is told of it, more than a client may leave unread', async () => {
  const api = await testApi();
  const shots = await Promise.all(Array.from({ length: 1_000 }, () => api.store(sampleShot())));
  const listener = await listen(api, `1-${shots[0]?.id}`);
  const ids = new Set(shots.slice(1).map(({ id }) => id));
  await eventually('all are told', () => listener.of('shot').length >= ids.size, 30_000);
  expect(new Set(listener.of('shot').map(({ data }) => data.id))).toEqual(ids);
}, 60_000);
