export { addToken, removeToken } from './access/edit-tokens.ts';
export { type Scope, scopeSchema } from './access/scope.ts';
