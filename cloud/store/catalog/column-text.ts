/**
 * What the text of a column cannot hold as it is. SQLite's ends at a NUL, and PostgreSQL's refuses it; half of a surrogate
 * pair is no UTF-8 at all, and would become U+FFFD, so that two names became one. A backslash marks what is written
 * otherwise, and so it is written otherwise itself.
 */
const ODD = /[\0\\]|\p{Surrogate}/gu;
const WRITTEN = /\\(?:\\|u([0-9a-f]{4}))/g;

/** Any text as a column can hold it: most as they are, different ones different. */
export function toColumn(text: string): string {
  return text.replace(ODD, (odd) => (odd === '\\' ? '\\\\' : `\\u${odd.charCodeAt(0).toString(16).padStart(4, '0')}`));
}

export function fromColumn(column: string): string {
  return column.replace(WRITTEN, (_, code?: string) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
