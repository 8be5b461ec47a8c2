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
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'vendor', test: /node_modules/ }] } } },
  },
  // Development only: the page from vite, the API from a server on its default port.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
