import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appInSimulator } from '../../server/src/nonprod/zheliban-simulator/simulator-test-kit.ts';
import '../kit/chromium.ts';

/** The smallest app that uses the container: it shows what the bridge answers and asks what its buttons say. */
const APP_HTML = `<!doctype html><html lang="zh-CN"><head><title>应用</title></head><body><main><h1>应用</h1>
  <p><a href="#/two">第二页</a> <a id="sign-in" href="">登录</a></p>
  <p><button id="confirm">询问</button><button id="close">关闭</button></p><p id="said"></p>
  </main><script src="./assets/app.js"></script></body></html>`;
const APP_SCRIPT = `
  const say = (text) => (document.getElementById('said').textContent = text);
  const readStyle = async () => say((await ZWJSBridge.getUiStyle()).uiStyle);
  document.getElementById('sign-in').href =
    '/sso/mobile.do?action=oauth&servicecode=demo-app&goto=' + encodeURIComponent(location.href);
  document.getElementById('confirm').onclick = async () =>
    say((await ZWJSBridge.confirm({ message: '继续吗？', buttonLabels: ['继续', '取消'] })).buttonIndex);
  document.getElementById('close').onclick = () => ZWJSBridge.close();
  document.addEventListener('visibilitychange', readStyle);
  ZWJSBridge.onReady(async () => { await ZWJSBridge.setTitle({ title: '捐献登记' }); await readStyle(); });`;

const server = createServer(appInSimulator(APP_HTML, APP_SCRIPT));
let browser: Browser;
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.connect(inject('chromium'));
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/** Opens the container; nothing that a page complains about is overlooked. */
async function openContainer({ address = '/sim', width = 1200 } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 860 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(origin + address);
  const frame = page.frameLocator('#screen iframe');
  await frame.locator('#said', { hasText: /./ }).waitFor();
  return { page, frame, complaints };
}

const framedAddress = (page: Page) => page.frames()[1]?.url().slice(origin.length);
const faultsIn = async (page: Page) => (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

describe('the simulated container in a browser', () => {
  it.each([1200, 375])('frames the app, shows its title and has no accessibility fault at %i px', async (width) => {
    const { page, complaints } = await openContainer({ width });
    expect(await page.locator('#title').innerText()).toBe('捐献登记');
    expect(await faultsIn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('folds the drawer away on a phone and opens it on demand', async () => {
    const { page } = await openContainer({ width: 375 });
    expect(await page.locator('#drawer').isVisible()).toBe(false);
    await page.getByRole('button', { name: '设置' }).click();
    expect(await page.locator('#drawer').isVisible()).toBe(true);
    expect(await faultsIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#drawer').isVisible()).toBe(false);
  });

  it('takes settings from the address, and a switch reaches the open app', async () => {
    const { page, frame } = await openContainer({ address: '/sim?uiStyle=elder&persona=elder' });
    expect(await frame.locator('#said').innerText()).toBe('elder');
    expect(await page.locator('select[name=persona]').inputValue()).toBe('elder');
    await page.locator('select[name=uiStyle]').selectOption('normal');
    await frame.locator('#said', { hasText: 'normal' }).waitFor();
  });

  it('goes back in the app, then out of it, and opens it again', async () => {
    const { page, frame } = await openContainer({ address: '/sim#/one' });
    await frame.getByRole('link', { name: '第二页' }).click();
    await expect.poll(() => framedAddress(page)).toBe('/sim/app/#/two');
    await page.getByRole('button', { name: '返回' }).click();
    await expect.poll(() => framedAddress(page)).toBe('/sim/app/#/one');
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('button', { name: '重新打开' }).click();
    await expect.poll(() => framedAddress(page)).toBe('/sim/app/');
  });

  it('shows a closed state when the app closes itself', async () => {
    const { page, frame } = await openContainer();
    await frame.locator('#close').click();
    await page.getByText('小程序已关闭').waitFor();
    await page.locator('#log li', { hasText: 'close' }).first().locator('.resolved').waitFor();
    expect(await page.locator('#screen iframe').count()).toBe(0);
  });

  it('answers the app’s question with the button that was pressed', async () => {
    const { page, frame } = await openContainer();
    await frame.locator('#confirm').click();
    await page.getByRole('alertdialog').getByRole('button', { name: '取消' }).click();
    await frame.locator('#said', { hasText: '1' }).waitFor();
  });

  it.each(['get', 'post'])('signs in by generation A inside the frame and lands on the page it came from (%s)', async (method) => {
    const { page, frame, complaints } = await openContainer({ address: '/sim#/register?step=2' });
    await frame.locator('#sign-in').click();
    await expect.poll(() => page.locator('#title').innerText()).toContain('选择演示人物登录');
    expect(await faultsIn(page)).toEqual([]);
    await frame.getByText('测试选项').click();
    await frame.locator('select[name=callbackMethod]').selectOption(method);
    await frame.getByRole('button', { name: '王𠮷祥' }).click();
    await expect.poll(() => framedAddress(page)).toBe('/sim/app/#/register?step=2');
    await expect.poll(() => page.locator('#title').innerText()).toBe('捐献登记');
    expect(complaints).toEqual([]);
  });
});
