import { messageOf, ResourceError, VedetteError } from '@vedette/core/errors';
import type { Engine } from './engine.ts';

/** Does `work`; what the engine refuses becomes a ResourceError that says what to do. */
export async function catalogErrors<T>(
  { url, hintFor }: Pick<Engine, 'url' | 'hintFor'>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VedetteError) throw error;
    throw new ResourceError(`cannot ${what} the catalog ${url}: ${hintFor(error) ?? messageOf(error)}`, {
      cause: error,
    });
  }
}
