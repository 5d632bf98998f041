import type { Scope } from '@vedette/api/tools';
import { ConfigError } from '@vedette/core/errors';
import { type Catalog, catalogUrlOf, openCatalog } from '@vedette/store';
import type { Command } from 'commander';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { wholeNumber } from '../settings/whole-number.ts';

interface AddFlags {
  readonly scope: readonly Scope[];
  readonly days?: number;
}

/** `vedette token add | remove | list`: who may come in over HTTP. */
export function addTokenCommand(program: Command): void {
  const token = program.command('token').description('who may come in over HTTP: make tokens, and take them back');
  const tool = (name: string, description: string) =>
    addSettingFlags(token.command(name).description(description), ['catalog', 'data']);
  tool('add', 'make a token, which is printed once')
    .argument('<name>', 'who it is for; what is uploaded with it is called by this name')
    .requiredOption('--scope <list>', 'what it allows: read, upload, operate, admin, with commas between', readScopes)
    .option('--days <n>', 'how long it is good; for ever unless given', wholeNumber)
    .action((name: string, flags: AddFlags) => inCatalog(flags, (catalog) => add(catalog, name, flags)));
  tool('remove', 'take a token back; within five seconds it is good for nothing')
    .argument('<name>', 'as it was added')
    .action((name: string, flags: object) =>
      inCatalog(flags, async ({ tokens }) => (await import('@vedette/api/tools')).removeToken(tokens, name)),
    );
  tool('list', 'print which there are').action((flags: object) =>
    inCatalog(flags, async ({ tokens }) => {
      for (const { name, scopes, expiresAt } of await tokens.list()) {
        console.log([name, scopes.join(','), ...(expiresAt === undefined ? [] : [sayEnd(expiresAt)])].join('\t'));
      }
    }),
  );
}

async function add({ tokens }: Catalog, name: string, { scope, days }: AddFlags): Promise<void> {
  const { addToken } = await import('@vedette/api/tools');
  const isFirst = !(await tokens.hadAny());
  const token = await addToken(tokens, { name, scopes: scope, days });
  console.error('The token is kept nowhere else; send it as "Authorization: Bearer TOKEN".');
  if (isFirst)
    console.error('It is the first one: from now on nobody comes in without, unless api.allowAnonymous says so.');
  console.log(token);
}

async function inCatalog(flags: object, work: (catalog: Catalog) => Promise<void>): Promise<void> {
  const settings = loadSettings({ ...flags });
  const { catalog: config } = settings;
  const catalog = await openCatalog(catalogUrlOf(config, settings), { password: config.password });
  try {
    await work(catalog);
  } finally {
    await catalog.close();
  }
}

const SCOPES: readonly string[] = ['read', 'upload', 'operate', 'admin'] satisfies Scope[];

function readScopes(text: string): Scope[] {
  const scopes = text.split(',').map((word) => word.trim());
  const strange = scopes.find((word) => !SCOPES.includes(word));
  if (strange === undefined) return scopes as Scope[];
  throw new ConfigError(`there is no scope ${JSON.stringify(strange)}; there are ${SCOPES.join(', ')}`);
}

function sayEnd(expiresAt: number): string {
  const day = new Date(expiresAt / 1_000).toISOString().slice(0, 10);
  return expiresAt < Date.now() * 1_000 ? `ended on ${day}` : `until ${day}`;
}
