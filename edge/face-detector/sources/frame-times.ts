/**
 * The times of frames, in µs of the input's own clock, as `decodeEveryFrame` has ffmpeg write them; undefined for a frame
 * that has none.
 */
export async function* readFrameTimes(chunks: AsyncIterable<Buffer>): AsyncGenerator<number | undefined, undefined> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, pts] = /^frame:\d+ +pts:(\S+)/.exec(line) ?? [];
      if (pts !== undefined) yield /^-?\d+$/.test(pts) ? Number(pts) : undefined;
    }
  }
}
