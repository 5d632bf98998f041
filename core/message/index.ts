export { isClockSuspect, nowMicros } from './clock.ts';
export { encodeShot, unpackStream } from './codec.ts';
export { type Description, describeImage, describeShot, type ImageDescription } from './describe.ts';
export { type ImageHeader, otherImageType, readImageHeader } from './image-header.ts';
export { namePayload, type PayloadName } from './payload-name.ts';
export { printable } from './printable.ts';
export { checkShot, type Payload, readPayload, readSaid, type UnreadableReason } from './read.ts';
export { payloadId, type Receipt, receiptSchema } from './receipt.ts';
export {
  type FaceShot,
  type FrameShot,
  type ImageType,
  nameSchema,
  type ObjectShot,
  type Pictured,
  type RedactionMethod,
  type Shot,
  type ShotImage,
  shotSchema,
} from './shot.ts';
export { type Origin, wrapImage } from './wrap-image.ts';
