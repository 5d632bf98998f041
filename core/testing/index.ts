export { quietContext } from './context.ts';
export { eventually } from './eventually.ts';
export { HAS_MOSQUITTO, startMosquitto } from './mosquitto.ts';
export { SAMPLE_JPEG, sampleShot } from './sample-shot.ts';
export { SHARED, sharedFile } from './shared.ts';
export { temporaryFolder } from './temporary-folder.ts';
