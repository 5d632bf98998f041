import { createRequire } from 'node:module';

/** The part of @u4/opencv4nodejs that is used; it is an optional peer, so its own types may be absent. */
export interface Opencv {
  readonly VideoCapture: new (source: string, api: number) => VideoCapture;
  readonly VideoWriter: { fourcc(code: string): number };
  readonly CAP_ANY: number;
  readonly CAP_V4L2: number;
  readonly CAP_PROP_POS_MSEC: number;
  readonly CAP_PROP_FRAME_WIDTH: number;
  readonly CAP_PROP_FRAME_HEIGHT: number;
  readonly CAP_PROP_FPS: number;
  readonly CAP_PROP_FOURCC: number;
  readonly COLOR_BGR2RGB: number;
  readonly ROTATE_90_CLOCKWISE: number;
  readonly ROTATE_180: number;
  readonly ROTATE_90_COUNTERCLOCKWISE: number;
}

export interface VideoCapture {
  /** Waits for the next frame; an empty one where there is none. */
  read(): Mat;
  get(property: number): number;
  set(property: number, value: number): boolean;
}

export interface Mat {
  readonly rows: number;
  readonly cols: number;
  /** 1 where there are no pixels. */
  readonly empty: number;
  cvtColor(code: number): Mat;
  rotate(code: number): Mat;
  /** 1: left and right. */
  flip(code: number): Mat;
  /** A copy. */
  getData(): Buffer;
  release(): void;
}

/** Loads it from the node_modules around us, or from NODE_PATH. Throws where it is not there or does not fit this machine. */
export function loadOpencv(): Opencv {
  return createRequire(import.meta.url)('@u4/opencv4nodejs');
}
