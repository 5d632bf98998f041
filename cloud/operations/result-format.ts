import type { ImageType } from '@vedette/core/message';
import type { Operation, ParametersOf } from './operation.ts';

export type Format = ParametersOf<'convert'>['format'];

const FORMATS: Readonly<Record<ImageType, Format>> = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/webp': 'webp' };

/** What a result is written as: what the last `convert` says, wherever it stands; else as the picture was. */
export function formatOf(operations: readonly Operation[], type: ImageType): Format {
  return lastConvert(operations)?.format ?? FORMATS[type];
}

/** The quality that it is written with; undefined for the encoder's own. */
export function qualityOf(operations: readonly Operation[]): number | undefined {
  return lastConvert(operations)?.quality;
}

function lastConvert(operations: readonly Operation[]): ParametersOf<'convert'> | undefined {
  const last = operations.findLast((operation) => 'convert' in operation);
  return last && 'convert' in last ? last.convert : undefined;
}
