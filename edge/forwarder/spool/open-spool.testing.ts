import { onTestFinished } from 'vitest';
import { openSpool as open, type Spool, type SpoolOptions } from './index.ts';
import { SMALL } from './spool.testing.ts';

/** A spool that is closed when the test ends, if it is still open. */
export async function openSpool(folder: string, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await open(folder, { ...SMALL, ...options });
  onTestFinished(() => spool.close());
  return spool;
}
