import type { AccessToken, Tokens } from '@vedette/store';
import { Problem } from '../problems/problem.ts';
import type { Scope } from './scope.ts';
import { hashOf } from './token.ts';

/** What the catalog said of a token is believed for so long: one that is removed ends as late. */
const BELIEVED_MS = 5_000;
const MAX_BELIEVED = 1_000;

/** Who asks. */
export interface Caller {
  readonly name: string;
  readonly scopes: readonly string[];
}

const ANYBODY: Caller = { name: 'anonymous', scopes: ['admin'] };

export interface GateOptions {
  readonly tokens: Pick<Tokens, 'find' | 'hadAny'>;
  /** True lets everybody in, false nobody without a token; undefined everybody until there was a token. */
  readonly allowAnonymous: boolean | undefined;
}

/** Lets in whoever has a token that allows what they want. */
export class Gate {
  readonly #options: GateOptions;
  readonly #believed = new Map<string, { readonly token: AccessToken; readonly until: number }>();
  #open: { readonly is: Promise<boolean>; readonly until: number } | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** `authorization`: the header. Throws Problem: 401 for none or a bad one, 403 for one that does not allow it. */
  async admit(authorization: string | undefined, scope: Scope): Promise<Caller> {
    const caller = await this.#callerOf(authorization);
    if (caller.scopes.includes(scope) || caller.scopes.includes('admin')) return caller;
    throw new Problem(403, 'scope', `the token ${JSON.stringify(caller.name)} has not the scope "${scope}"`);
  }

  /** Who a header is of, as far as that is known already. */
  known(authorization: string | undefined): string | undefined {
    const token = tokenIn(authorization);
    return token === undefined ? undefined : this.#believe(hashOf(token))?.name;
  }

  /** Whether nobody needs a token now. */
  isOpen(): Promise<boolean> {
    const now = performance.now();
    if (this.#open && this.#open.until > now) return this.#open.is;
    const { allowAnonymous, tokens } = this.#options;
    const is = allowAnonymous === undefined ? tokens.hadAny().then((had) => !had) : Promise.resolve(allowAnonymous);
    this.#open = { is, until: now + BELIEVED_MS };
    is.catch(() => {
      this.#open = undefined;
    });
    return is;
  }

  async #callerOf(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined) {
      if (await this.isOpen()) return ANYBODY;
      throw unauthorized('send "Authorization: Bearer TOKEN"; `vedette token add NAME --scope read` makes one');
    }
    const token = tokenIn(authorization);
    if (token === undefined) throw unauthorized('the header is no "Authorization: Bearer TOKEN"');
    const found = await this.#find(hashOf(token));
    if (!found) throw unauthorized('nobody has this token, or it was removed');
    const { expiresAt } = found;
    if (expiresAt === undefined || expiresAt > Date.now() * 1_000) return found;
    throw unauthorized(`the token ${JSON.stringify(found.name)} ended on ${new Date(expiresAt / 1_000).toISOString()}`);
  }

  async #find(sha256: string): Promise<AccessToken | undefined> {
    const believed = this.#believe(sha256);
    if (believed) return believed;
    const token = await this.#options.tokens.find(sha256);
    if (this.#believed.size >= MAX_BELIEVED) this.#believed.clear();
    if (token) this.#believed.set(sha256, { token, until: performance.now() + BELIEVED_MS });
    return token;
  }

  #believe(sha256: string): AccessToken | undefined {
    const believed = this.#believed.get(sha256);
    return believed && believed.until > performance.now() ? believed.token : undefined;
  }
}

function tokenIn(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}

function unauthorized(detail: string): Problem {
  return new Problem(401, 'token', detail, { headers: { 'www-authenticate': 'Bearer realm="vedette"' } });
}
