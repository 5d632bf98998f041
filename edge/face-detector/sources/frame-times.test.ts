import { expect, test } from 'vitest';
import { readFrameTimes } from './frame-times.ts';

async function read(chunks: readonly string[]): Promise<(number | undefined)[]> {
  const times: (number | undefined)[] = [];
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  for await (const time of readFrameTimes(stream)) times.push(time);
  return times;
}

test('the time of each frame, wherever the text is cut', async () => {
  const text =
    'frame:0    pts:0       pts_time:0\nn=0\nframe:1    pts:1795238250063411 pts_time:1.79524e+09\nn=0\n' +
    'frame:2    pts:NOPTS   pts_time:NOPTS\nn=0\nframe:3    pts:-40000  pts_time:-0.04\nn=0\n';
  for (let cut = 0; cut <= text.length; cut++) {
    expect(await read([text.slice(0, cut), text.slice(cut)])).toEqual([0, 1_795_238_250_063_411, undefined, -40_000]);
  }
});
