import type { House } from './house.ts';
import { metric } from './metrics.ts';
import type { Running } from './running.ts';
import { vedette } from './vedette.ts';

/** One of several image sinks of a house, which share the work. */
export interface SharingSink {
  readonly process: Running;
  isReady(): Promise<boolean>;
  /** What it says that it waits for; nothing while it is ready. */
  trouble(): Promise<string>;
  /** Shots that it has stored since its start. */
  stored(): Promise<number>;
}

/** Starts a sink in a process of its own. */
export async function startSharingSink(house: House, flags: readonly string[] = []): Promise<SharingSink> {
  const args = ['image-sink', '--http-port', '0', '--set', 'imageSink.share=sinks', ...flags];
  const process = vedette(args, { cwd: house.cwd });
  const [, http = ''] = await process.says(/health and metrics on (http:[^"]+)/, 30_000);
  async function trouble(): Promise<string> {
    const { waiting } = (await (await fetch(`${http}/readyz`)).json()) as { waiting: readonly { reason: string }[] };
    return waiting.map(({ reason }) => reason).join('; ');
  }
  return {
    ...{ process, trouble },
    isReady: async () => (await trouble()) === '',
    stored: () => metric(http, 'vedette_sink_stored_total'),
  };
}
