export type { SinkHooks } from './answer.ts';
export { bucketUrlOf, type ImageSinkConfig, imageSinkSchema } from './config.ts';
export { type ImageSink, startImageSink } from './image-sink.ts';
export type { SinkCounts } from './sink-meter.ts';
