/** The part of node-webcam that is used; the package has no types of its own. */
declare module 'node-webcam' {
  namespace NodeWebcam {
    interface Options {
      readonly device: string;
      readonly width: number;
      readonly height: number;
      /** 0..100 */
      readonly quality: number;
      readonly output: 'jpeg';
      /** Frames that are passed over before a shot. */
      readonly skip: number;
      /** Whether every shot is kept in memory. */
      readonly saveShots: boolean;
    }

    interface Webcam {
      /** Writes a picture to `file`. */
      capture(file: string, done: (error: Error | null) => void): void;
    }
  }

  const NodeWebcam: { create(options: NodeWebcam.Options): NodeWebcam.Webcam };
  export default NodeWebcam;
}
