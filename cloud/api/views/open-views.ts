import { join } from 'node:path';
import type { ApiConfig } from '../config.ts';
import type { Render } from './render.ts';
import { Turns } from './turns.ts';
import { ViewCache } from './view-cache.ts';
import { Views, type ViewsOptions } from './views.ts';

const HOUR_MS = 3_600_000;
/** A screen of a wall, for some who look at once. */
const MOST_WAITING = 1_000;

/** `data`: the folder of what must survive a restart, where this does not. */
export function openViews(
  { cacheBytes, cacheHours, viewsAtOnce }: ApiConfig,
  data: string,
  stores: Pick<ViewsOptions, 'bucket' | 'catalog'>,
  render: Render,
): Views {
  const folder = join(data, 'api', 'views');
  const cache = new ViewCache({ folder, maxBytes: cacheBytes, maxAgeMs: cacheHours * HOUR_MS });
  const turns = new Turns({ atOnce: viewsAtOnce, waiting: MOST_WAITING });
  return new Views({ bucket: stores.bucket, catalog: stores.catalog, cache, turns, render });
}
