import { join } from 'node:path';

/** Where models are looked for, in order: the folder that is set, then the data folder's own. */
export function modelFolders({
  models,
  data,
}: {
  readonly models?: string | undefined;
  readonly data: string;
}): string[] {
  return [...(models === undefined ? [] : [models]), ownModelFolder(data)];
}

/** Where models are downloaded to. */
export function ownModelFolder(data: string): string {
  return join(data, 'models');
}
