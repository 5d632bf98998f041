import { openSource, type SourceOptions } from './open-source.ts';
import { parseSource } from './parse-source.ts';
import type { Source } from './source.ts';

const OPTIONS: SourceOptions = {
  retry: { firstMs: 10, maxMs: 50 },
  stallSeconds: 15,
  maxPixels: 50_000_000,
  turn: { rotate: 0, mirror: false },
};

/** Opens a source by its name; a camera that went away is asked again soon. */
export function open(name: string, over: Partial<SourceOptions> = {}): Source {
  return openSource(parseSource(name), { ...OPTIONS, ...over });
}
