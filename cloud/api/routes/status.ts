import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { RouteParts } from '../route-parts.ts';
import { pageAnswer } from '../shapes/page.ts';
import { placeAndTimePage } from '../shapes/queries.ts';
import { isoOf, timeParameter } from '../shapes/times.ts';
import { deviceAnswer } from '../status/describe-device.ts';
import { ledgerAnswer } from '../status/ledger-rows.ts';
import { readLedger } from '../status/read-ledger.ts';
import { summaryAnswer } from '../status/summarize.ts';

const ledgerQuery = placeAndTimePage.extend({
  cursor: timeParameter.optional().describe('the `next` of the page before'),
});

/** How it goes: devices, the books, and the whole in one sentence. */
export function statusRoutes(server: ApiServer, { catalog, overview }: Pick<RouteParts, 'catalog' | 'overview'>): void {
  server.get(
    '/api/devices',
    {
      config: { scope: 'read' },
      schema: {
        ...{ tags: ['status'], summary: 'Devices, by their own word and by what is stored of them' },
        response: { 200: z.array(deviceAnswer) },
      },
    },
    () => overview.devices(),
  );

  server.get(
    '/api/ledger',
    {
      config: { scope: 'read' },
      schema: {
        ...{ tags: ['status'], summary: 'The books by minute of capture and camera, the oldest first' },
        description: 'Whole minutes, so that a page may have more than `limit` rows.',
        ...{ querystring: ledgerQuery, response: { 200: pageAnswer(ledgerAnswer) } },
      },
    },
    async ({ query: { cursor, ...query } }) => {
      const from = cursor ?? query.from;
      const { items, next } = await readLedger(catalog, { ...query, from }, Date.now());
      return { items, ...(next === undefined ? {} : { next: isoOf(next) }) };
    },
  );

  server.get(
    '/api/summary',
    {
      config: { scope: 'read' },
      schema: { tags: ['status'], summary: 'The state of the whole', response: { 200: summaryAnswer } },
    },
    () => overview.summary(),
  );
}
