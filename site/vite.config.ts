import { defineConfig } from 'vite';

/** Where Vite's own server asks for documents and files while one works at the website: what `npm run serve` prints. */
const api = process.env.API;

/** The website as static files under `site/dist`: content-addressed assets, one page that routes by itself. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  ...(api !== undefined && { server: { proxy: { '/v1': api, '^/downloads/.': api } } }),
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Every asset is a file of its own: the page's policy allows no data: scripts, and files are cached for a year.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Swagger UI is that large, and comes only where it is shown.
    chunkSizeWarningLimit: 2000,
  },
});
