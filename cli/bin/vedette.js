#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 node --max-semi-space-size=1 --max-old-space-size=1024
// The edge lives on small boards. V8 would take up to 32 MB for what is young in a process that makes little, and pictures
// that nobody needs any more would lie there for as long; glibc would keep a heap for each thread, and what was freed. The
// lower the bound of what is old, the less V8 lets gather before it collects: none of ours comes near this one.
//
// npm links this file when it installs, before anything is built.
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  console.error('vedette: it is not built yet; run "npm run build" first ("npm start" does)');
  process.exitCode = 1;
}
