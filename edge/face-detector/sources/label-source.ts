import { redactUrls } from '@vedette/core/observe';

/** A source as it may be shown and published: no address with what may be secret in it, and nothing of a pipeline. */
export function labelSource(text: string): string {
  return text.startsWith('gst:') ? 'gst:…' : redactUrls(text);
}
