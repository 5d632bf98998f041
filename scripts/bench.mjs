// `npm run bench -- NAME [ARGUMENTS]`: builds, then runs bench/NAME.mjs; without a name, says which there are.
import { existsSync, readdirSync } from 'node:fs';

const [name, ...rest] = process.argv.slice(2);
const folder = new URL('../bench/', import.meta.url);
const bench = new URL(`${name}.mjs`, folder);

if (name === undefined || !existsSync(bench)) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  console.error(`give one of: ${names.map((file) => file.replace('.mjs', '')).join(', ')}`);
  process.exit(2);
}
await import('./prepare.mjs');
// npm runs us in the project's folder; a path among the arguments is meant from where npm was called.
process.chdir(process.env.INIT_CWD ?? '.');
process.argv.splice(2, process.argv.length, ...rest);
await import(bench);
