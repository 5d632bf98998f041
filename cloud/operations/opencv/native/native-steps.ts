import type { Pixels } from '../../pixels.ts';
import { type Binarization, type Drawing, rgbOf } from '../drawing.ts';
import type { OpenCvRequest } from '../messages.ts';
import type { NativeMat, NativeOpenCv } from './load-native.ts';

/** What is to be released in the end. */
type Keep = (made: NativeMat) => NativeMat;

/** Does one operation. */
export function runNative(cv: NativeOpenCv, { pixels, operation }: OpenCvRequest): Pixels {
  const made = new Set<NativeMat>();
  const keep: Keep = (mat) => {
    made.add(mat);
    return mat;
  };
  try {
    const image = keep(matOf(cv, pixels));
    if ('canny' in operation) {
      return toPixels(keep(grayOf(cv, keep, image).canny(operation.canny.low, operation.canny.high)));
    }
    if ('threshold' in operation) return toPixels(binaryOf(cv, keep, image, operation.threshold));
    return toPixels(drawContours(cv, keep, image, operation.contours));
  } finally {
    for (const mat of made) mat.release();
  }
}

function matOf(cv: NativeOpenCv, { data, width, height, channels }: Pixels): NativeMat {
  return new cv.Mat(Buffer.from(data), height, width, channels === 1 ? cv.CV_8UC1 : cv.CV_8UC3);
}

function grayOf(cv: NativeOpenCv, keep: Keep, image: NativeMat): NativeMat {
  return image.channels === 1 ? image : keep(image.cvtColor(cv.COLOR_RGB2GRAY));
}

function binaryOf(cv: NativeOpenCv, keep: Keep, image: NativeMat, { value, otsu }: Binarization): NativeMat {
  const type = otsu ? cv.THRESH_BINARY | cv.THRESH_OTSU : cv.THRESH_BINARY;
  return keep(grayOf(cv, keep, image).threshold(value, 255, type));
}

function drawContours(cv: NativeOpenCv, keep: Keep, image: NativeMat, drawing: Drawing): NativeMat {
  const { minArea, thickness, color } = drawing;
  const found = binaryOf(cv, keep, image, drawing).findContours(cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE);
  const large = found.filter(({ area }) => area >= minArea).map((contour) => contour.getPoints());
  const canvas = image.channels === 1 ? keep(image.cvtColor(cv.COLOR_GRAY2RGB)) : image;
  if (large.length > 0) canvas.drawContours(large, -1, new cv.Vec3(...rgbOf(color)), { thickness });
  return canvas;
}

function toPixels(mat: NativeMat): Pixels {
  const channels = mat.channels as Pixels['channels'];
  return { data: mat.getData(), width: mat.cols, height: mat.rows, channels };
}
