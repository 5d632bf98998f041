export { type SweeperSetup, startSweeper } from './start-sweeper.ts';
