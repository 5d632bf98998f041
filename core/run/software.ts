import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('@vedette/core/package.json') as { version: string };

/** What this is and which version, as messages and status say it. */
export const SOFTWARE = `vedette/${version}`;
