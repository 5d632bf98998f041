#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-semi-space-size=2
// The edge lives on small boards: V8 would take up to 32 MB for what is young in a process that makes little, and pictures
// that nobody needs any more would lie there for as long; and glibc keeps a heap for each thread.
//
// npm links this file when it installs, before anything is built.
import '../dist/main.js';
