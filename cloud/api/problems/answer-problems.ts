import { messageOf } from '@vedette/core/errors';
import type { Logger } from '@vedette/core/observe';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from './problem.ts';
import { toProblem } from './to-problem.ts';

/** Answers every error below `server` as `application/problem+json`, and logs those that are not the caller's. */
export function answerProblems(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem) return send(reply, problem);
    log.error({ method: request.method, route: request.routeOptions.url, err: error }, 'a request failed by our fault');
    return send(reply, new Problem(500, 'defect', 'this should not have happened; the log says more'));
  });
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.log.debug(messageOf(problem));
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}
