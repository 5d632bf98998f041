export { type SweeperSetup, startSweeper } from './sweeper.ts';
