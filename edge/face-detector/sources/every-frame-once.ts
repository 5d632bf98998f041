/**
 * ffmpeg's output options that give each decoded frame exactly once. By default it repeats and drops frames for an even
 * rate; the option against that is `-vsync` up to 5.0 and gone in 9, `-fps_mode` from 5.1 on. Numbering the frames at a rate
 * of our own leaves nothing to even out, and is known to all of them.
 */
export const EVERY_FRAME_ONCE: readonly string[] = ['-vf', 'settb=1/25,setpts=N', '-r', '25'];
