import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { hasPrograms, sharedFile } from '@vedette/core/testing';
import { afterAll, beforeAll } from 'vitest';

const SCRIPT = sharedFile('tools/start-rgw.sh');
/** Why a test cannot run here, for its title; empty where it can. */
export const RADOSGW_ABSENT =
  SCRIPT && hasPrograms('radosgw', 'ceph-mon', 'ceph-osd', 'ceph')
    ? ''
    : ' (needs radosgw, ceph-mon, ceph-osd, ceph-common and shared/tools/start-rgw.sh)';

const KEYS = { accessKeyId: 'testaccesskey0000000', secretAccessKey: 'testsecretkey0000000000000000000000000000' };
const BUCKET = 'shots';
/** The server takes 200 ports from its own on, below those that the system gives away. */
const PORTS = { first: 20_000, each: 250, pairs: 24 };

/** A Ceph object gateway for the tests of a file; the SDK's credentials in the environment are its own meanwhile. */
export function radosgw() {
  // Two files that are tested at once never take the same; two runs of all tests hardly ever.
  const place = 2 * randomInt(PORTS.pairs) + (Number(process.env['VITEST_POOL_ID'] ?? 0) % 2);
  const port = PORTS.first + place * PORTS.each;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: KEYS });
  let folder = '';
  let places = 0;
  beforeAll(async () => {
    if (!SCRIPT || RADOSGW_ABSENT) return;
    folder = mkdtempSync(join(tmpdir(), 'vedette-rgw-'));
    const words = ['-c', withoutDelay(SCRIPT), SCRIPT, folder, String(port)];
    const started = spawn('bash', words, { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(started, 'exit');
    if (code !== 0) throw new Error(`${SCRIPT} ended with ${code}`);
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    process.env['AWS_ACCESS_KEY_ID'] = KEYS.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = KEYS.secretAccessKey;
  }, 120_000);
  afterAll(async () => {
    client.destroy();
    if (!SCRIPT || folder === '') return;
    await promisify(execFile)('bash', [SCRIPT, 'stop', folder]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  return {
    endpoint,
    client,
    /** The URL of a bucket at a prefix that nothing was stored under. */
    newPlace: (options = ''): string => `s3://${BUCKET}/place ${places++}?endpoint=${endpoint}${options}`,
  };
}

/** The script, but its gateway sends what it has: otherwise each answer with a body waits 40 ms for the client's ACK. */
function withoutDelay(script: string): string {
  return readFileSync(script, 'utf8').replace(/^(rgw_frontends = beast .*)$/m, '$1 tcp_nodelay=1');
}
