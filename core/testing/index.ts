export { quietContext } from './context.ts';
export { eventually } from './eventually.ts';
export { type LogLine, loggedContext } from './logged.ts';
export { HAS_MOSQUITTO, startMosquitto } from './mosquitto.ts';
export { hasPrograms } from './programs.ts';
export { SAMPLE_JPEG, sampleShot } from './sample-shot.ts';
export { SHARED, sharedFile } from './shared.ts';
export { temporaryFolder } from './temporary-folder.ts';
export { testBroker } from './test-broker.ts';
