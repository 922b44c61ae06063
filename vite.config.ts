import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window. The hosts' own programs are built by scripts/build.mjs. */
export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  // Both hosts serve the window from a folder of their own choice.
  base: './',
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome144',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
});
