/**
 * `pnpm screenshots`: starts everything on a temporary database and takes the README's pictures of it, so that they show
 * what is there now. The person in them is the simulator's.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as browserType, type Page } from 'playwright-core';
import { withServedApp } from './served-app.ts';
import { smallPng } from './small-png.ts';
import { root } from './stages.ts';

const folder = join(root, 'docs/images');
const PHONE = { width: 375, height: 760 };
/** Pictures travel with every clone. */
const LARGEST = 60_000;

await withServedApp(takeAll);

async function takeAll(url: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await browserType.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await (await browser.newContext({ viewport: PHONE, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();

  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, 'home');
  await page.getByRole('button', { name: '长辈版' }).click();
  await take(page, 'home-elder');
  await page.getByRole('button', { name: '标准版' }).click();

  await page.getByRole('link', { name: /^同意捐献/ }).click();
  await page.getByRole('button', { name: '打开演示登录' }).click();
  await page.getByRole('button', { name: '林晓舟' }).click();
  await answerOrgans(page);
  await take(page, 'register-organs');
  await sendTheRest(page);
  await page.getByRole('link', { name: '查看我的决定' }).click();
  await page.getByText('从登记系统读取').waitFor();
  await take(page, 'my-decision');
  await browser.close();
}

async function answerOrgans(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '我来逐项选择' }).click();
  const answers = { 心脏: '同意', 肺: '不同意', 肝: '不表态', 肾: '同意', 胰: '同意', 小肠: '同意' };
  for (const [organ, answer] of Object.entries(answers)) {
    await page.getByRole('group', { name: organ, exact: true }).getByRole('radio', { name: answer, exact: true }).click();
  }
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
}

async function sendTheRest(page: Page): Promise<void> {
  const goOn = () => page.getByRole('button', { name: '继续' }).click();
  await goOn();
  await page.getByRole('radio', { name: /^全部组织都同意/ }).click();
  await goOn();
  await page.getByRole('heading', { name: /^怎么联系您/ }).waitFor();
  await goOn();
  await page.getByRole('heading', { name: /^家人知道/ }).waitFor();
  await goOn();
  await page.getByRole('checkbox').click();
  await page.getByRole('button', { name: '提交登记' }).click();
}

async function take(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  // What was pressed last must not wear a ring in the picture.
  await page.evaluate('document.activeElement?.blur()');
  const picture = smallPng(await page.screenshot({ animations: 'disabled' }));
  if (picture.length > LARGEST) throw new Error(`${name}.png would have ${picture.length} bytes`);
  writeFileSync(path, picture);
  console.log(`docs/images/${name}.png ${Math.round(picture.length / 1000)} kB`);
}
