import { eventually, SAMPLE_JPEG, temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { vedette } from './support/vedette.ts';

/** Starts an API that lives on a folder, with a broker that is not there, and gives its address. */
async function api(cwd: string) {
  const running = vedette(['api', '--data', 'data', '--http-port', '0', '--cloud', 'mqtt://127.0.0.1:1'], { cwd });
  const [, url = ''] = await running.says(/metrics on (http:[^"\s]+)/);
  return { running, ask: (path: string, init?: RequestInit) => fetch(url + path, init) };
}

async function token(cwd: string, ...words: string[]) {
  return vedette(['token', ...words, '--data', 'data'], { cwd }).exit;
}

test('who has a token brings an image to one process, another works on it, and a third has the result', async () => {
  const cwd = temporaryFolder();
  const [first, second] = [await api(cwd), await api(cwd)];
  expect((await first.ask('/api/shots')).status).toBe(200); // nobody needs a token yet

  const made = await token(cwd, 'add', 'door', '--scope', 'read,upload,operate');
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^vdt_[\w-]{43}\n$/)]);
  await eventually('both ask for tokens', async () => {
    const answers = await Promise.all([first, second].map(({ ask }) => ask('/api/shots')));
    return answers.every(({ status }) => status === 401);
  });
  const authorization = `Bearer ${made.stdout.trim()}`;

  const headers = { authorization, 'content-type': 'image/jpeg' };
  const uploaded = await first.ask('/api/images', { method: 'POST', body: SAMPLE_JPEG, headers });
  expect(uploaded.status).toBe(201);
  const { id } = (await uploaded.json()) as { id: string };
  const worker = vedette(['worker', '--data', 'data', '--http-port', '0'], { cwd });
  const operated = await second.ask(`/api/images/${id}/operations`, {
    ...{ method: 'POST', body: 'resize 8\nconvert png' },
    headers: { authorization, 'content-type': 'text/plain', prefer: 'wait=30' },
  });
  expect(operated.status).toBe(200);
  const job = (await operated.json()) as { state: string; links: { result: string } };
  expect(job.state).toBe('done');
  const result = await first.ask(job.links.result, { headers: { authorization } });
  expect(result.headers.get('content-type')).toBe('image/png');

  for (const { kill } of [first.running, second.running, worker]) kill();
  expect(await Promise.all([first.running, second.running, worker].map(async ({ exit }) => (await exit).code))).toEqual(
    [0, 0, 0],
  );
}, 90_000);

test('tokens are listed without what they are, and taken back', async () => {
  const cwd = temporaryFolder();
  const { stdout: secret } = await token(cwd, 'add', 'door', '--scope', 'read,upload', '--days', '3');
  await token(cwd, 'add', 'chief', '--scope', 'admin');
  const { stdout } = await token(cwd, 'list');
  expect(stdout).toMatch(/^chief\tadmin\ndoor\tread,upload\tuntil \d{4}-\d\d-\d\d\n$/);
  expect(stdout).not.toContain(secret.trim());
  expect((await token(cwd, 'remove', 'door')).code).toBe(0);
  for (const words of [
    ['remove', 'door'],
    ['add', 'chief', '--scope', 'read'],
    ['add', 'x', '--scope', 'red'],
    ['add', 'a/b', '--scope', 'read'],
  ]) {
    const refused = await token(cwd, ...words);
    expect([refused.code, refused.stderr.trim().split('\n')]).toEqual([2, [expect.stringMatching(/^vedette: /)]]);
  }
});

test('where others can ask, it starts with a token, or on a word that none is needed', async () => {
  const cwd = temporaryFolder();
  const open = ['api', '--data', 'data', '--http-port', '0', '--set', 'http.host=0.0.0.0'];
  const refused = await vedette(open, { cwd }).exit;
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('vedette token add')]);
  await vedette([...open, '--set', 'api.allowAnonymous=true'], { cwd }).says(/metrics on/);
});
