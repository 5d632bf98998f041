import type { Pixels } from '../../pixels.ts';
import { type Binarization, type Drawing, rgbOf } from '../drawing.ts';
import type { OpenCvRequest } from '../messages.ts';
import type { WasmMat, WasmMats, WasmOpenCv } from './load-wasm.ts';

/** What is to be deleted in the end. */
type Keep = <T extends { delete(): void }>(made: T) => T;

/** Does one operation. */
export function runWasm(cv: WasmOpenCv, { pixels, operation }: OpenCvRequest): Pixels {
  const made: { delete(): void }[] = [];
  const keep: Keep = (one) => {
    made.push(one);
    return one;
  };
  try {
    const image = matOf(cv, keep, pixels);
    if ('canny' in operation) {
      const edges = keep(new cv.Mat());
      cv.Canny(grayOf(cv, keep, image), edges, operation.canny.low, operation.canny.high);
      return toPixels(edges);
    }
    if ('threshold' in operation) return toPixels(binaryOf(cv, keep, image, operation.threshold));
    return toPixels(drawContours(cv, keep, image, operation.contours));
  } finally {
    for (const one of made) one.delete();
  }
}

function matOf(cv: WasmOpenCv, keep: Keep, { data, width, height, channels }: Pixels): WasmMat {
  const mat = keep(new cv.Mat(height, width, channels === 1 ? cv.CV_8UC1 : cv.CV_8UC3));
  mat.data.set(data);
  return mat;
}

function grayOf(cv: WasmOpenCv, keep: Keep, image: WasmMat): WasmMat {
  if (image.channels() === 1) return image;
  const gray = keep(new cv.Mat());
  cv.cvtColor(image, gray, cv.COLOR_RGB2GRAY);
  return gray;
}

function binaryOf(cv: WasmOpenCv, keep: Keep, image: WasmMat, { value, otsu }: Binarization): WasmMat {
  const binary = keep(new cv.Mat());
  const type = otsu ? cv.THRESH_BINARY | cv.THRESH_OTSU : cv.THRESH_BINARY;
  cv.threshold(grayOf(cv, keep, image), binary, value, 255, type);
  return binary;
}

function drawContours(cv: WasmOpenCv, keep: Keep, image: WasmMat, drawing: Drawing): WasmMat {
  const found = keep(new cv.MatVector());
  const binary = binaryOf(cv, keep, image, drawing);
  cv.findContours(binary, found, keep(new cv.Mat()), cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE);
  const canvas = image.channels() === 1 ? keep(new cv.Mat()) : image;
  if (image.channels() === 1) cv.cvtColor(image, canvas, cv.COLOR_GRAY2RGB);
  const large = largeOf(cv, keep, found, drawing.minArea);
  if (large.size() > 0) cv.drawContours(canvas, large, -1, new cv.Scalar(...rgbOf(drawing.color)), drawing.thickness);
  return canvas;
}

function largeOf(cv: WasmOpenCv, keep: Keep, found: WasmMats, minArea: number): WasmMats {
  const large = keep(new cv.MatVector());
  for (let i = 0; i < found.size(); i++) {
    const contour = found.get(i);
    if (cv.contourArea(contour) >= minArea) large.push_back(contour);
    contour.delete();
  }
  return large;
}

/** A copy: the next call moves what is behind a view. */
function toPixels(mat: WasmMat): Pixels {
  const channels = mat.channels() as Pixels['channels'];
  return { data: Uint8Array.from(mat.data), width: mat.cols, height: mat.rows, channels };
}
