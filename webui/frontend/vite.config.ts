import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vitest/config';
import { packed } from './build/packed.ts';

const testing = Boolean(process.env.VITEST);
const server = process.env.ZHIJIAN_WEB ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [
    vue(),
    components({
      dts: false,
      dirs: [],
      resolvers: [ElementPlusResolver({ importStyle: testing ? false : 'css', directives: false })],
    }),
    packed(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Browsers of this field's offices are years old; src/polyfills.ts adds what syntax cannot.
    target: 'chrome86',
    cssTarget: 'chrome86',
    outDir: '../static/app',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false }, // it would be a script of the page itself, which the CSP refuses
    assetsInlineLimit: 0,
  },
  server: { proxy: Object.fromEntries(['/api', '/sign-on', '/query', '/verify', '/static'].map((one) => [one, server])) },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
});
