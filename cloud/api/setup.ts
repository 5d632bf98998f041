import type { OperationsConfig } from '@vedette/operations';
import type { CatalogConfig, KeyTemplate } from '@vedette/store';

/** What the API needs of the settings of others. */
export interface ApiSetup {
  readonly bucketUrl: string;
  readonly catalogUrl: string;
  readonly catalogPassword?: CatalogConfig['password'];
  /** How shots are called in the bucket. */
  readonly template: KeyTemplate;
  /** What images and operations are taken. */
  readonly operations: OperationsConfig;
  /** What the console was built to; undefined where it is not installed. */
  readonly consoleFolder?: string | undefined;
}
