import { onTestFinished } from 'vitest';
import { Spool, type SpoolOptions } from './index.ts';
import { SMALL } from './spool.testing.ts';

/** A spool that is closed when the test ends, if it is still open. */
export async function openSpool(folder: string, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await Spool.open(folder, { ...SMALL, ...options });
  onTestFinished(() => spool.close());
  return spool;
}
