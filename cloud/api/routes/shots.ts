import type { ApiServer } from '../api-server.ts';
import { notFound } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { mapPage, pageAnswer } from '../shapes/page.ts';
import { idParameter, shotQuery } from '../shapes/queries.ts';
import { answerShot, shotAnswer } from '../shapes/shot.ts';

const THUMBNAIL_HEIGHT = 240;

/** What was seen: a page of it, and one. */
export function shotRoutes(server: ApiServer, { catalog, links }: Pick<RouteParts, 'catalog' | 'links'>): void {
  server.get(
    '/api/shots',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['shots'],
        summary: 'Shots by time',
        querystring: shotQuery,
        response: { 200: pageAnswer(shotAnswer) },
      },
    },
    async ({ query: { thumbnailHeight, ...query } }) =>
      mapPage(await catalog.shots(query), (shot) => answerShot(shot, links, thumbnailHeight)),
  );

  server.get(
    '/api/shots/:id',
    {
      config: { scope: 'read' },
      schema: { tags: ['shots'], summary: 'One shot', params: idParameter, response: { 200: shotAnswer } },
    },
    async ({ params: { id } }) => {
      const shot = await catalog.shot(id);
      if (!shot) throw notFound(`shot ${id}`);
      return answerShot(shot, links, THUMBNAIL_HEIGHT);
    },
  );
}
