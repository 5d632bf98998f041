import { createHash } from 'node:crypto';
import { BadInputError } from '@vedette/core/errors';
import { checkOperations } from './check-operations.ts';
import { checkPicture } from './check-picture.ts';
import type { OperationsConfig } from './config.ts';
import { OpenCv } from './opencv/open-cv.ts';
import type { Operation } from './operation.ts';
import { runPasses } from './run-passes.ts';
import { timeLimit } from './time-limit.ts';

/** What operations made. */
export interface ResultPicture {
  readonly data: Buffer;
  /** The media type. */
  readonly type: `image/${string}`;
  /** What a file of this type is called by at its end. */
  readonly extension: string;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Does operations on pictures. */
export interface Operator {
  /**
   * Does a list, in its order, on an encoded picture, upright by its EXIF; the result has no metadata. Rejects with
   * BadInputError for what cannot be done: `bytes`, `type`, `pixels`, `damaged` (the picture), `operation` (with its number),
   * `size` (of the result), `time`; and with ResourceError where OpenCV cannot be had.
   */
  apply(image: Uint8Array, operations: readonly Operation[]): Promise<ResultPicture>;
  /** Lets go of what it holds. */
  close(): Promise<void>;
}

/** OpenCV is loaded at the first operation that needs it, and stays. */
export function openOperator(config: OperationsConfig): Operator {
  const openCv = new OpenCv(config.openCv);
  return {
    async apply(image, operations) {
      const header = checkPicture(image, config);
      checkOperations(header, operations, config);
      const limit = timeLimit(config.maxSeconds);
      const { data, format, width, height } = await runPasses(image, header, operations, { config, limit, openCv });
      if (data.length > config.maxResultBytes) {
        const allowed = `${config.maxResultBytes} are allowed; make it smaller, or convert it with a lower quality`;
        throw new BadInputError('size', `the result has ${data.length} bytes, and ${allowed}`);
      }
      return {
        ...{ data, type: `image/${format}`, extension: format === 'jpeg' ? 'jpg' : format, width, height },
        sha256: createHash('sha256').update(data).digest('hex'),
      };
    },
    close: () => openCv.close(),
  };
}
