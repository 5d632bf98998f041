import type { Counted } from '@vedette/store';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { RouteParts } from '../route-parts.ts';
import { mapPage, pageAnswer } from '../shapes/page.ts';
import { placeAndTime, placeAndTimePage } from '../shapes/queries.ts';
import { isoOf, isoTime } from '../shapes/times.ts';

const counted = {
  shots: z.int(),
  bytes: z.int(),
  firstAt: isoTime.optional(),
  lastAt: isoTime.optional(),
};
const place = { site: z.string(), device: z.string(), camera: z.string() };
const kind = z.enum(['face', 'object', 'frame']);

const hour = z.object({ hour: z.iso.datetime().describe('its begin'), ...place, shots: z.int(), bytes: z.int() });
const label = z.object({ kind, label: z.string().optional(), ...counted });
const camera = z.object({ ...place, ...counted });
const model = z.object({ name: z.string(), sha256: z.string(), ...counted });
const track = z.object({
  ...place,
  ...{ session: z.string(), track: z.string(), kind, label: z.string().optional() },
  seen: z.int().describe('sightings, of which `shots` were kept'),
  bestId: z.uuid(),
  ...counted,
});

/** What shots are counted by. */
export function catalogRoutes(server: ApiServer, { catalog }: Pick<RouteParts, 'catalog'>): void {
  const list = <T extends z.ZodType>(what: string, item: T) => ({
    config: { scope: 'read' } as const,
    schema: { tags: ['catalog'], summary: what, response: { 200: z.object({ items: z.array(item) }) } },
  });
  const hours = list('How many shots, by hour and camera', hour);
  server.get('/api/hours', { ...hours, schema: { ...hours.schema, querystring: placeAndTime } }, async ({ query }) => {
    const found = await catalog.hours(query);
    return { items: found.map((one) => ({ ...one, hour: new Date(one.hour / 1_000).toISOString() })) };
  });
  server.get('/api/labels', list('What shots show', label), async () => ({ items: told(await catalog.labels()) }));
  server.get('/api/cameras', list('Cameras that have shots', camera), async () => ({
    items: told(await catalog.cameras()),
  }));
  server.get('/api/models', list('Models that found what shots show', model), async () => ({
    items: told(await catalog.models()),
  }));
  server.get(
    '/api/tracks',
    {
      config: { scope: 'read' },
      schema: {
        ...{ tags: ['catalog'], summary: 'What was seen without a break, the newest first' },
        ...{ querystring: placeAndTimePage, response: { 200: pageAnswer(track) } },
      },
    },
    async ({ query }) => mapPage(await catalog.tracks(query), tell),
  );
}

function told<T extends Counted>(all: readonly T[]) {
  return all.map(tell);
}

function tell<T extends Counted>({ firstAt, lastAt, ...rest }: T) {
  return {
    ...rest,
    ...(firstAt === undefined ? {} : { firstAt: isoOf(firstAt) }),
    ...(lastAt === undefined ? {} : { lastAt: isoOf(lastAt) }),
  };
}
