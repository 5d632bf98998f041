import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests read the workspaces' sources, so that a saved file is tested at once; child processes run the build in dist/.
  // Node gets these too, for `require` as well: with "import" among them, packages in CommonJS would be given modules.
  ssr: { resolve: { conditions: ['vedette:source', 'node'] } },
  test: {
    include: ['{core,edge,cloud,cli,test,bench}/**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
