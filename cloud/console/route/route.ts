/** The places of the bar, in its order. */
export const VIEWS = ['live', 'browse', 'delivery', 'devices', 'operate'] as const;

export type View = (typeof VIEWS)[number];

export const NAMES: Readonly<Record<View, string>> = {
  live: 'Live',
  browse: 'Browse',
  delivery: 'Delivery',
  devices: 'Devices',
  operate: 'Operate',
};

/** Where somebody is, as the address behind its `#` says it: `#/browse?day=2026-11-21&shot=…`. */
export interface Route {
  readonly view: View;
  readonly query: Readonly<Record<string, string>>;
}

/** What is no address of ours is the first place. A device may stand in the path: `#/devices/SITE/DEVICE`. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, site, device] = path.split('/');
  const query = new URLSearchParams(search);
  if (site && device) for (const [key, text] of Object.entries({ site, device })) query.set(key, decoded(text));
  return { view: VIEWS.find((view) => view === name) ?? 'live', query: Object.fromEntries(query) };
}

/** The address of a place; what is undefined or empty is left out. */
export function hrefOf(view: View, query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return search.size === 0 ? `#/${view}` : `#/${view}?${search}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // somebody typed a % of their own
  }
}
