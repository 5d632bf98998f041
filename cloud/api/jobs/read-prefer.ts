/** What a client waits for at most, in seconds: proxies cut what is silent for longer. */
const MOST_SECONDS = 30;

/** How long a client would wait, in ms, by its `Prefer` header (RFC 7240, `wait`). */
export function readPrefer(header: string | readonly string[] | undefined): number {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  const [, seconds = '0'] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(text) ?? [];
  return Math.min(Number(seconds), MOST_SECONDS) * 1_000;
}
