import { defineConfig, type RolldownOptions } from 'rolldown';

/**
 * Builds the server for `pnpm start`: Node runs TypeScript by itself, but not decorators.
 * Only our own code goes into the bundle, and the compiler's few functions for decorators; packages stay in
 * node_modules, where their licences and updates are.
 */
const common: RolldownOptions = {
  cwd: import.meta.dirname,
  platform: 'node',
  external: /^(?!@oxc-project\/runtime)@?[a-z]/,
  // Says that decorators are the legacy kind, without metadata.
  tsconfig: 'tsconfig.json',
  transform: { target: 'node26' },
};

const output: RolldownOptions['output'] = {
  dir: 'dist',
  format: 'esm',
  // Class names are the names of entities and of GraphQL types.
  keepNames: true,
  // Stack traces name our files when Node runs with --enable-source-maps.
  sourcemap: true,
  chunkFileNames: '[name]-[hash].js',
};

export default defineConfig([
  { ...common, input: { main: './src/main.ts', app: './src/app.ts' }, output: { ...output, cleanDir: true } },
  // By itself and after the others: what it shared with them would be loaded before the metadata API that TypeGraphQL asks for.
  { ...common, input: { 'take-over': './src/former-system/take-over-file.ts' }, output },
]);
