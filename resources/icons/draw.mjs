/**
 * Draws the PNG files of this folder from its SVG files, with the Chromium that the tests use:
 * `node scripts/boot.mjs resources/icons/draw.mjs`. Their bytes are kept, so nobody needs this to build or package.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/lib/browser.mjs';

const WANTED = [
  ['icon.svg', 'icon.png', 1024],
  ['icon.svg', 'icon-256.png', 256],
  ['tray.svg', 'tray.png', 22],
  ['tray.svg', 'tray@2x.png', 44],
];
const here = import.meta.dirname;
const executablePath = findBrowser();
const browser = await chromium.launch(executablePath ? { executablePath } : {});
for (const [from, to, size] of WANTED) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path.join(here, from), 'utf8').replace('<svg ', `<svg width="${size}" height="${size}" `);
  await page.setContent(`<style>html,body{margin:0;background:none}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: path.join(here, to), omitBackground: true });
  await page.close();
}
await browser.close();
