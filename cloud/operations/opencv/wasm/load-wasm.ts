/** The part of @techstark/opencv-js that is used. */
export interface WasmOpenCv {
  readonly Mat: { new (): WasmMat; new (rows: number, columns: number, type: number): WasmMat };
  readonly MatVector: new () => WasmMats;
  readonly Scalar: new (red: number, green: number, blue: number) => object;
  cvtColor(from: WasmMat, to: WasmMat, code: number): void;
  Canny(from: WasmMat, to: WasmMat, low: number, high: number): void;
  threshold(from: WasmMat, to: WasmMat, value: number, white: number, type: number): number;
  findContours(from: WasmMat, to: WasmMats, hierarchy: WasmMat, mode: number, method: number): void;
  contourArea(contour: WasmMat): number;
  drawContours(on: WasmMat, contours: WasmMats, index: number, color: object, thickness: number): void;
  /** What a number that it throws means. */
  exceptionFromPtr(pointer: number): { readonly msg: string };
  readonly CV_8UC1: number;
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  readonly COLOR_GRAY2RGB: number;
  readonly THRESH_BINARY: number;
  readonly THRESH_OTSU: number;
  readonly RETR_LIST: number;
  readonly CHAIN_APPROX_SIMPLE: number;
}

/** Its memory is freed by `delete` alone. */
export interface WasmMat {
  readonly rows: number;
  readonly cols: number;
  channels(): number;
  /** A view, until the next call. */
  readonly data: Uint8Array;
  delete(): void;
}

export interface WasmMats {
  size(): number;
  /** One more that is to be deleted. */
  get(index: number): WasmMat;
  push_back(mat: WasmMat): void;
  delete(): void;
}

/** Loads it, which takes half a second and 60 MB. */
export async function loadWasm(): Promise<WasmOpenCv> {
  const { default: module } = await import('@techstark/opencv-js');
  const loading = module as unknown as Partial<WasmOpenCv> & { onRuntimeInitialized?: () => void; then?: unknown };
  if (!loading.Mat) {
    await new Promise<void>((resolve) => {
      loading.onRuntimeInitialized = resolve;
    });
  }
  delete loading.then; // else an `await` of it would never end
  return loading as WasmOpenCv;
}
