import { join } from 'node:path';
import { messageOf, ResourceError } from '@vedette/core/errors';
import { Turns } from '@vedette/core/run';
import type { OperationsConfig, Operator } from '@vedette/operations';
import type { ApiConfig } from '../config.ts';
import { renderOperations } from './render-operations.ts';
import { ViewCache } from './view-cache.ts';
import { Views, type ViewsOptions } from './views.ts';

const HOUR_MS = 3_600_000;
/** A screen of a wall, for some who look at once. */
const MOST_WAITING = 1_000;

export interface OpenViewsOptions extends Pick<ViewsOptions, 'bucket' | 'catalog'> {
  readonly operator: Pick<Operator, 'apply'>;
  readonly limits: Pick<OperationsConfig, 'maxOperations'>;
}

/** What is made is kept in a folder of `data`. Throws ResourceError where that cannot be written. */
export function openViews(
  { cacheBytes, cacheHours, viewsAtOnce }: Pick<ApiConfig, 'cacheBytes' | 'cacheHours' | 'viewsAtOnce'>,
  data: string,
  { bucket, catalog, operator, limits }: OpenViewsOptions,
): Views {
  const folder = join(data, 'api', 'views');
  try {
    const cache = new ViewCache({ folder, maxBytes: cacheBytes, maxAgeMs: cacheHours * HOUR_MS });
    const turns = new Turns({ atOnce: viewsAtOnce, waiting: MOST_WAITING });
    return new Views({ bucket, catalog, cache, turns, render: renderOperations(operator, limits.maxOperations) });
  } catch (error) {
    throw new ResourceError(`small pictures cannot be kept in ${folder}: ${messageOf(error)}`, { cause: error });
  }
}
