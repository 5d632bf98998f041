import { readToken } from './token.ts';

/** What the API refused, in its own words (RFC 9457); status 0 where nobody answered. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
}

/** Asks the API for JSON. Throws Problem. */
export async function requestJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await request(path, init);
  return (await response.json()) as T;
}

/** Asks the API for anything, as whoever has given a token. Throws Problem for what is no success. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await authorizedFetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'No answer: the server is stopped or cannot be reached.');
  });
  if (!response.ok) throw new Problem(response.status, await reasonOf(response));
  return response;
}

/** `fetch`, with the token if there is one. */
export function authorizedFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const token = readToken();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  return fetch(url, { ...init, headers });
}

/** A query string of what is given, with its `?`. */
export function searchOf(query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { title, detail } = JSON.parse(text) as ProblemDocument;
    return detail ?? title ?? `status ${response.status}`;
  } catch {
    return `status ${response.status} ${response.statusText}`.trim();
  }
}
