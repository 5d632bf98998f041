import { VedetteError } from '@vedette/core/errors';
import { z } from 'zod';

/** What is wrong with one part of a request. */
export interface Fault {
  /** `query.minScore`, say. */
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions extends ErrorOptions {
  readonly faults?: readonly Fault[] | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Titles by status: what is wrong in general, the same each time. */
const TITLES: ReadonlyMap<number, string> = new Map([
  [400, 'The request is wrong'],
  [401, 'A token is needed'],
  [403, 'This is not allowed'],
  [404, 'There is no such thing'],
  [405, 'This is not done here'],
  [406, 'This is not given in the form that was asked for'],
  [409, 'It is in a state that does not allow this'],
  [410, 'The address is good no more'],
  [413, 'It is too large'],
  [415, 'It is of a type that is not taken'],
  [416, 'There is no such part'],
  [422, 'It cannot be used'],
  [429, 'Too much at once'],
  [500, 'This is our fault'],
  [503, 'It cannot be done now'],
]);

/** A request that is refused, as RFC 9457 says it. */
export class Problem extends VedetteError {
  override name = 'Problem';
  readonly status: number;
  readonly type: string;
  readonly faults: readonly Fault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** `type`: a word that programs tell it by; `detail`: what was wrong and what to do. */
  constructor(status: number, type: string, detail: string, { faults, headers = {}, ...options }: ProblemOptions = {}) {
    super(detail, options);
    this.status = status;
    this.type = `urn:vedette:problem:${type}`;
    this.faults = faults;
    this.headers = headers;
  }

  /** The body of the answer. */
  toJSON() {
    const { type, status, message: detail, faults } = this;
    const title = TITLES.get(status) ?? 'The request is refused';
    return { type, title, status, detail, ...(faults ? { fault: faults } : {}) };
  }
}

export const problemAnswer = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  fault: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export function notFound(what: string): Problem {
  return new Problem(404, 'not-found', `there is no ${what}`);
}
