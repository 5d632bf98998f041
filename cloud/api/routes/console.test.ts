import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { jsonOf, testApi } from '../api.testing.ts';

test('the page is served with what it needs, and nothing outside its folder', async () => {
  const folder = join(temporaryFolder(), 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'assets', 'app-a1b2.js'), 'export {};');
  writeFileSync(join(folder, '..', 'secret'), 'secret');
  const { ask } = await testApi({ consoleFolder: folder });
  const page = await ask('/');
  expect(await page.text()).toContain('<title>page</title>');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const script = await ask('/assets/app-a1b2.js');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.headers.get('cache-control')).toContain('immutable');
  for (const path of ['/nothing.js', '/%2e%2e/secret', '/..%2fsecret']) {
    const missing = await ask(path);
    expect([missing.status >= 400, (await missing.text()).includes('secret"')]).toEqual([true, false]);
  }
  expect(await jsonOf(await ask('/api/nothing'))).toMatchObject({ status: 404 });
});

test('where the page is not built, that is said', async () => {
  const { ask } = await testApi({ consoleFolder: '/nowhere' });
  expect(await (await ask('/')).text()).toContain('npm run build');
});
