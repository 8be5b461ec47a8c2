import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { routeTableModule } from './src/api/route-table-module.ts'
import { themeCss } from './src/theme/theme-css.ts'

const themeId = 'virtual:theme.css'

/** Design tokens as a style sheet; see src/theme/theme-css.ts for the reason. */
const themeSheet: Plugin = {
  name: 'patchyard-theme',
  resolveId: id => (id === themeId ? `\0${themeId}` : undefined),
  load: id => (id === `\0${themeId}` ? themeCss() : undefined),
}

/** The contract without its schemas; see src/api/route-table-module.ts for the reason. */
const routeTableData: Plugin = {
  name: 'patchyard-route-table',
  load: id => (id.endsWith('/packages/api/src/route-table.ts') ? routeTableModule() : undefined),
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeSheet, routeTableData],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The page runs under `script-src 'self'`: nothing is put inline, and no inline preload script either.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    // What comes from others changes seldom: it stays in browsers' caches over our own releases.
    // The editor of queries, the language and the tables come with the first list, not with the sign-in. A group takes along
    // what it imports, unless one of higher priority has it: so those that others stand on come first.
    rolldownOptions: {
      // Modules of the domain only define: one that is not used is not fetched for the sake of the index that names it.
      treeshake: { moduleSideEffects: [{ test: /packages\/domain\/src\//, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(react-query|query-core)|i18next|react-i18next)\//,
              priority: 6,
            },
            // Without what only the pages of jobs need.
            { name: 'domain', test: /packages\/domain\/src\/(?!schedule\/|jobs\/)/, priority: 5 },
            { name: 'jobs', test: /packages\/domain\/src\/(schedule|jobs)\//, priority: 4 },
            { name: 'language', test: /node_modules\/@lezer\/(common|lr)\/|packages\/query\//, priority: 3 },
            { name: 'editor', test: /node_modules\/(@codemirror|@lezer\/highlight)\//, priority: 2 },
            { name: 'table', test: /node_modules\/@tanstack\/(react-table|react-virtual)\//, priority: 2 },
          ],
        },
      },
    },
  },
  // Development only: the page from vite, the API from a server on its default port.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
