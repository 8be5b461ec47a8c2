import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { themeCss } from './src/theme/theme-css.ts'

const themeId = 'virtual:theme.css'

/** Design tokens as a style sheet; see src/theme/theme-css.ts for the reason. */
const themeSheet: Plugin = {
  name: 'patchyard-theme',
  resolveId: id => (id === themeId ? `\0${themeId}` : undefined),
  load: id => (id === `\0${themeId}` ? themeCss() : undefined),
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeSheet],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // The page runs under `script-src 'self'`: nothing is put inline, and no inline preload script either.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    // What comes from others changes seldom: it stays in browsers' caches over our own releases.
    // The editor of queries, the language and the tables come with the first list, not with the sign-in.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'editor',
              test: /node_modules\/(@codemirror|@lezer\/highlight|@marijn|style-mod|crelt|w3c-keyname)/,
              priority: 3,
            },
            { name: 'language', test: /node_modules\/@lezer|packages\/query\//, priority: 2 },
            {
              name: 'table',
              test: /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core|react-store|store)\//,
              priority: 2,
            },
            { name: 'vendor', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
  // Development only: the page from vite, the API from a server on its default port.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
