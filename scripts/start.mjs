// `npm start`: prepares the clone, then is `vedette up` with the arguments given after `--`.
await import('./prepare.mjs');
process.argv.splice(2, 0, 'up');
await import('../cli/dist/main.js');
