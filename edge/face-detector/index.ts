export { type FaceDetectorConfig, faceDetectorSchema } from './config.ts';
export type { DetectorCounts } from './counts.ts';
export { type FaceDetector, type FaceDetectorHooks, isFiniteSource, startFaceDetector } from './face-detector.ts';
