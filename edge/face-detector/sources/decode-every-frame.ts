/**
 * ffmpeg's output options that give each decoded frame exactly once, behind `filters`, and write the time of each to file
 * descriptor 3, for `readFrameTimes`.
 *
 * By default ffmpeg repeats and drops frames for an even rate; the option against that is `-vsync` up to 5.0 and gone in 9,
 * `-fps_mode` from 5.1 on. Numbering the frames at a rate of our own leaves nothing to even out, and is known to all of them.
 * The numbers take the place of the times, so these go another way. `metadata` prints of frames that have some only.
 */
export function decodeEveryFrame(...filters: readonly string[]): readonly string[] {
  const times = ['settb=AVTB', 'metadata=add:key=n:value=0', 'metadata=print:file=pipe\\\\:3:direct=1'];
  return ['-vf', [...filters, ...times, 'settb=1/25', 'setpts=N'].join(','), '-r', '25'];
}
