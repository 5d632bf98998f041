/** Control characters, which a terminal obeys, and what it does not show: it may turn the text around, say. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of strangers as a terminal may get it: in one line, with escapes as JavaScript's for what is not to be seen. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
