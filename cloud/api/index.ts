export type { ApiSetup } from './setup.ts';
export { startApi } from './start-api.ts';
