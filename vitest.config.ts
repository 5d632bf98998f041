import { defineConfig } from 'vitest/config';

// Tests read the workspaces' sources, so that a saved file is tested at once; child processes run the build in dist/.
// Node gets these too, for `require` as well: with "import" among them, packages in CommonJS would be given modules.
const CONDITIONS = ['vedette:source', 'node'];

export default defineConfig({
  environments: { __vitest__: { resolve: { conditions: CONDITIONS } } }, // of globalSetup
  ssr: { resolve: { conditions: CONDITIONS } },
  test: {
    include: ['{core,edge,cloud,cli,test,bench}/**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    globalSetup: ['test/support/shared-servers.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A process and imports of its own cost a file some 0.3 s of CPU, and most files less than that; they leave nothing behind.
    isolate: false,
    // For two cores: tests of whole houses mostly wait.
    maxWorkers: 3,
  },
});
