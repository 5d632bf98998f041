import type { Logger } from '@vedette/core/observe';
import type { Turns } from '@vedette/core/run';
import type { OperationsConfig } from '@vedette/operations';
import type { Bucket, Catalog } from '@vedette/store';
import type { Arrivals } from './live/arrivals.ts';
import type { Links } from './shapes/links.ts';
import type { Overview } from './status/overview.ts';
import type { Uploads } from './uploads/uploads.ts';
import type { ViewSigner } from './views/view-signer.ts';
import type { Views } from './views/views.ts';

/** What the routes work with; each takes what it needs. */
export interface RouteParts {
  readonly bucket: Bucket;
  readonly catalog: Catalog;
  readonly links: Links;
  readonly signer: ViewSigner;
  readonly views: Views;
  readonly overview: Overview;
  readonly arrivals: Arrivals;
  readonly uploads: Uploads;
  /** So many requests hold images in memory at once. */
  readonly uploadTurns: Turns;
  /** What images and operations are taken. */
  readonly limits: OperationsConfig;
  readonly log: Logger;
}
