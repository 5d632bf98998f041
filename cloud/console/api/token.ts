const NAME = 'vedette.token';

/** The bearer token that was given in this browser, if any. */
export function readToken(): string | undefined {
  return window.localStorage.getItem(NAME) ?? undefined;
}

export function keepToken(token: string): void {
  window.localStorage.setItem(NAME, token);
}

export function forgetToken(): void {
  window.localStorage.removeItem(NAME);
}
