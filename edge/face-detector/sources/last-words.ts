import { redactUrls } from '@vedette/core/observe';

/** The line of a program's stderr that says why it ended, without addresses and passwords; empty if it said nothing. */
export function lastWords(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  // gst-launch goes on with debug information and 'pipeline doesn't want to preroll'.
  const at = lines.findLastIndex((text) => text.startsWith('ERROR: from element '));
  const line = lines.at(at) ?? ''; // of other programs the last
  const plain = line
    // ffmpeg names the part that speaks, `[mov,mp4 @ 0x55d0]`, and gst-launch where it stands: of no use to a person.
    .replace(/^(\[[^\]]* @ 0x[0-9a-f]+\] )+/, '')
    .replace(/^ERROR: from element \S*\/[^:/]*:/, '')
    .replace(/^WARNING: erroneous pipeline: /, '')
    // gst-launch repeats the value, which may be a password.
    .replace(/(could not set property .* in element .*) to .*/, '$1');
  return redactUrls(`${plain.trim()}${at < 0 ? '' : debugReason(lines.slice(at))}`);
}

/** Behind 'Internal data stream error' and the like, what it was in truth. */
function debugReason(lines: readonly string[]): string {
  const reason = lines.find((text) => /^(streaming stopped, reason|system error:) /.test(text));
  return reason ? ` ${reason}` : '';
}
