import type { Operation } from '../operation.ts';
import type { Pixels } from '../pixels.ts';

/** The operations that are OpenCV's. */
export type OpenCvOperation = Extract<
  Operation,
  { readonly canny: unknown } | { readonly threshold: unknown } | { readonly contours: unknown }
>;

/** What is asked of whoever holds OpenCV: gray or RGB pixels, and what to do with them. */
export interface OpenCvRequest {
  readonly pixels: Pixels;
  readonly operation: OpenCvOperation;
}

export type OpenCvAnswer =
  | { readonly pixels: Pixels }
  /** OpenCV's own words. */
  | { readonly fault: string }
  /** OpenCV cannot be loaded there. */
  | { readonly absent: string };
