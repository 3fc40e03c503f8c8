/**
 * `pnpm contact-sheet`: walks through every screen as the browser test does, takes its picture at 375 px in 标准版, 长辈版 and dark,
 * and lays each set out on one sheet in docs/images. Needs a font with Chinese on this machine.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';
import { smallPng } from './small-png.ts';
import { root } from './stages.ts';
import { walkScreens } from './walk-screens.ts';

/** Wide enough to tell screens apart, small enough to travel with every clone. */
const WIDTH = 124;
const ACROSS = 12;
const GAP = 6;
const LARGEST = 1_300_000;

const pictures = mkdtempSync(join(tmpdir(), 'sanxian-pictures-'));
try {
  await walkScreens({ SANXIAN_PICTURES: pictures });
  const browser = await browserType.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: ACROSS * (WIDTH + GAP) + GAP, height: 800 } });
  for (const dress of readdirSync(pictures)) {
    const names = readdirSync(join(pictures, dress)).toSorted();
    const images = names.map((name) => `<img width="${WIDTH}" src="data:image/png;base64,${readFileSync(join(pictures, dress, name)).toString('base64')}">`);
    await page.setContent(`<style>body{margin:${GAP}px;background:#888;display:flex;flex-wrap:wrap;gap:${GAP}px;align-items:start}</style>${images.join('')}`);
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    const sheet = smallPng(await page.screenshot({ fullPage: true }));
    if (sheet.length > LARGEST) throw new Error(`the sheet of ${dress} would have ${sheet.length} bytes`);
    writeFileSync(join(root, 'docs/images', `screens-${dress}.png`), sheet);
    console.log(`docs/images/screens-${dress}.png: ${names.length} screens, ${Math.round(sheet.length / 1000)} kB`);
  }
  await browser.close();
} finally {
  rmSync(pictures, { recursive: true, force: true });
}
