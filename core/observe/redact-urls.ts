/** `text` with each address cut down to scheme, host and port: user, password, path and query may all hold secrets. */
export function redactUrls(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s]*@)?([^\s/?#]*)[^\s]*?(?=[:,]?(?:\s|$))/gi, '$1$2');
}
