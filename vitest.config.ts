import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const fromServer = createRequire(resolve(root, 'server/package.json'));

// graphql 16 ships the same module as .mjs and .js; loaded twice it refuses its own types ("another module or realm").
const alias = [{ find: /^graphql$/, replacement: fromServer.resolve('graphql') }];

/** A project that may load server code: legacy decorators, no emitted metadata, one graphql. */
const onNode = (name: string, include: string[], testTimeout = 10_000) => ({
  root,
  resolve: { alias },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  test: {
    name,
    include,
    // TypeGraphQL asks for the metadata API as soon as a types file is loaded, with or without a schema.
    setupFiles: [fromServer.resolve('reflect-metadata')],
    globalSetup: [resolve(root, 'test/kit/postgres.ts')],
    environment: 'node' as const,
    restoreMocks: true,
    testTimeout,
    hookTimeout: 60_000,
  },
});

const browser = onNode('browser', ['test/browser/**/*.test.ts'], 60_000);

/** The journeys share one Chromium, and two files at once keep two cores busy; groups keep them apart from other tests. */
const journeys = {
  ...browser,
  test: {
    ...browser.test,
    globalSetup: [...browser.test.globalSetup, resolve(root, 'test/kit/chromium.ts')],
    // Each journey has a world of its own; the modules that make it are loaded once.
    isolate: false,
    maxWorkers: 2,
    maxConcurrency: 2,
    sequence: { groupOrder: 1 },
    expect: { poll: { timeout: 15_000 } },
  },
};

export default defineConfig({
  test: {
    // Tests that need each other would be found out by the order.
    sequence: { shuffle: { files: true, tests: false } },
    projects: [
      onNode('server', ['server/src/**/*.test.ts', 'scripts/**/*.test.ts']),
      './client/vitest.config.ts',
      onNode('api', ['test/api/**/*.test.ts'], 20_000),
      onNode('contract', ['test/contract/**/*.test.ts'], 20_000),
      journeys,
    ],
  },
});
