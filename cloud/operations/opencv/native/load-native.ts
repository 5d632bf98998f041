import { createRequire } from 'node:module';

/** It is an optional peer. */
export const PEER = '@u4/opencv4nodejs';

/** The part of it that is used; its own types may be absent. */
export interface NativeOpenCv {
  readonly Mat: new (data: Buffer, rows: number, columns: number, type: number) => NativeMat;
  readonly Vec3: new (red: number, green: number, blue: number) => object;
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  readonly COLOR_GRAY2RGB: number;
  readonly THRESH_BINARY: number;
  readonly THRESH_OTSU: number;
  readonly RETR_LIST: number;
  readonly CHAIN_APPROX_SIMPLE: number;
}

/** Its memory is freed by `release`, or some time later. */
export interface NativeMat {
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  cvtColor(code: number): NativeMat;
  canny(low: number, high: number): NativeMat;
  threshold(value: number, white: number, type: number): NativeMat;
  findContours(mode: number, method: number): { readonly area: number; getPoints(): object[] }[];
  drawContours(contours: object[][], index: number, color: object, options: { readonly thickness: number }): void;
  /** A copy. */
  getData(): Buffer;
  release(): void;
}

/** Loads it from the node_modules around us, or from NODE_PATH. Throws where it is not there or does not fit this machine. */
export function loadNative(): NativeOpenCv {
  return createRequire(import.meta.url)(PEER);
}
