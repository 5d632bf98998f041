import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, onTestFinished, test } from 'vitest';
import { explainRefusal } from './explain-refusal.ts';

/** What OpenCV says, whatever the reason. */
const OPENCV = 'VideoCapture::New - failed to open capture';

test('OpenCV does not say that a device is busy: who has it open is named', async () => {
  const device = join(temporaryFolder(), 'video0');
  writeFileSync(device, '');
  expect(await explainRefusal(device, OPENCV)).toBe(OPENCV);
  const holder = spawn('sh', ['-c', 'exec 9<> "$0"; echo ready; exec sleep 600', device]);
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  expect(await explainRefusal(device, OPENCV)).toMatch(
    new RegExp(`^${OPENCV}: (sh|sleep) \\(process ${holder.pid}\\) has it open, and a camera gives`),
  );
});
