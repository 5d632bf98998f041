import { openSource, type SourceOptions } from './open-source.ts';
import { parseSource, type SourceSpec } from './parse-source.ts';
import type { Source } from './source.ts';

const OPTIONS: SourceOptions = {
  retry: { firstMs: 10, maxMs: 50 },
  stallSeconds: 15,
  maxPixels: 50_000_000,
  turn: { rotate: 0, mirror: false },
};

/** Opens a source by its name; a camera that went away is asked again soon. */
export function open(name: string, over: Partial<SourceOptions> = {}): Source {
  return openSpec(parseSource(name), over);
}

/** One that has no name, such as a device outside of /dev. */
export function openSpec(spec: SourceSpec, over: Partial<SourceOptions> = {}): Source {
  return openSource(spec, { ...OPTIONS, ...over });
}
