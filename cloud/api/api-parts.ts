import type { Logger } from '@vedette/core/observe';
import type { Bucket, Catalog } from '@vedette/store';
import type { Arrivals } from './live/arrivals.ts';
import type { Links } from './shapes/links.ts';
import type { Overview } from './status/overview.ts';
import type { Views } from './views/views.ts';

/** What the routes work with. */
export interface ApiParts {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  readonly links: Links;
  readonly views: Views;
  readonly overview: Overview;
  readonly arrivals: Arrivals;
  readonly log: Logger;
}
