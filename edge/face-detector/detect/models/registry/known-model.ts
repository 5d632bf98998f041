/** A file in a public repository, at a commit. */
interface ModelSource {
  /** OWNER/NAME on GitHub. */
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/** A model that can be named, whose bytes are known. */
export interface KnownModel {
  /** Its file is NAME.onnx. */
  readonly name: string;
  readonly task: 'face' | 'object';
  readonly source: ModelSource;
  readonly licence: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What the file of a known model is called. */
export function fileOf({ name }: KnownModel): string {
  return `${name}.onnx`;
}
