import { defineConfig } from 'vite';

/** Where `npm run dev` finds the API: a `vedette up` that runs beside it. */
const API = 'http://127.0.0.1:8080';

export default defineConfig({
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: { proxy: { '/api': API } },
});
