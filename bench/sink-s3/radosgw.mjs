// A Ceph object gateway of its own, by the shared script, with a bucket in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const store = createRequire(new URL('../../cloud/store/package.json', import.meta.url));
const { CreateBucketCommand, PutObjectCommand, S3Client } = store('@aws-sdk/client-s3');

/** Those that the reference's receiver has built in. */
export const KEYS = { AK: 'test', SK: 'testtest' };
export const BUCKET = 'faces';
/** It takes 200 ports from its own on, below those that the system gives away. */
const PORT = 26_500;

/** Resolves with its endpoint, and what stops it; says by name what is missing, and ends the process. */
export async function startRadosgw(shared, folder) {
  const script = join(resolve(shared), 'tools/start-rgw.sh');
  for (const file of [script, '/usr/bin/radosgw', '/usr/bin/ceph-mon', '/usr/bin/ceph-osd']) {
    if (existsSync(file)) continue;
    console.error(`${file} is missing; see bench/README.md for what this benchmark needs`);
    process.exit(2);
  }
  await run(script, [folder, String(PORT)]);
  const endpoint = `http://127.0.0.1:${PORT}`;
  const client = openClient(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  return { endpoint, stop: () => run(script, ['stop', folder]) };
}

/** The SDK's own client, as plain as it comes. */
export function openClient(endpoint, options = {}) {
  const credentials = { accessKeyId: KEYS.AK, secretAccessKey: KEYS.SK };
  return new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, ...options });
}

export { PutObjectCommand };

async function run(script, args) {
  const child = spawn('bash', [script, ...args], {
    env: { ...process.env, ...KEYS },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
}
