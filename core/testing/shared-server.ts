import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run says on which port each server is that its test files share; it starts one when it is first asked. */
    sharedServers: string;
  }
}

/** The port of the server of this name, which all files of a run use at once, each in a place of its own. */
export async function sharedServer(name: 'postgres' | 'radosgw'): Promise<number> {
  const answer = await fetch(`${inject('sharedServers')}/${name}`);
  if (!answer.ok) throw new Error(`${name} did not start: ${await answer.text()}`);
  return Number(await answer.text());
}
