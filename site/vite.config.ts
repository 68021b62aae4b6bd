import { defineConfig } from 'vite';

/** The stack that Vite's development server forwards API requests to: the address that `npm run serve` prints. */
const api = process.env.API;

/** Builds the website into `site/dist`: one HTML page with client-side routing, and content-addressed assets. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  ...(api !== undefined && { server: { proxy: { '/v1': api, '^/downloads/.': api } } }),
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Every asset is a separate file: the content security policy forbids data: URLs, and files are cached for a year.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The size of Swagger UI, which is loaded on the API page only.
    chunkSizeWarningLimit: 2000,
  },
});
