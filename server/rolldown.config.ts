import { defineConfig } from 'rolldown';

/**
 * Builds the server for `pnpm start`: Node runs TypeScript by itself, but not decorators.
 * Only our own code goes into the bundle, and the compiler's few functions for decorators; packages stay in
 * node_modules, where their licences and updates are.
 */
export default defineConfig({
  cwd: import.meta.dirname,
  input: { main: './src/main.ts', app: './src/app.ts' },
  platform: 'node',
  external: /^(?!@oxc-project\/runtime)@?[a-z]/,
  // Says that decorators are the legacy kind, without metadata.
  tsconfig: 'tsconfig.json',
  transform: { target: 'node26' },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    // Class names are the names of entities and of GraphQL types.
    keepNames: true,
    // Stack traces name our files when Node runs with --enable-source-maps.
    sourcemap: true,
    chunkFileNames: '[name]-[hash].js',
  },
});
