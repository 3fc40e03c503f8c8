import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { whenTheyChoose, whenTheySignInAtTheDesk } from './steps/at-the-desk.ts';

const root = resolve(import.meta.dirname, '../..');

describe('at the work desk', () => {
  it('a coordinator signs in with two factors, sees who they are and how far they see, and signs out here and at the provider', async ({ journey }) => {
    const desk = await journey.phone({ width: 1280 });
    await whenTheySignInAtTheDesk(desk, '演示协调员乙');
    await desk.arriveAt('我的账号');
    for (const words of ['演示协调员乙', '协调员', '杭州市红十字会', '杭州市']) await desk.sees(words);
    // Neither the code nor the attempt stays anywhere: not in the address, not in the history, not in storage.
    expect(await desk.kept()).not.toMatch(/code=|state=|desk\.attempt/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('退出');
    await desk.arriveAt('退出演示用统一认证');
    await desk.press('退出');
    await desk.arriveAt('登录工作台');
    expect(await desk.kept()).not.toContain('staff.');
  });

  it('a clinician with a password only is refused and told what is missing', async ({ journey }) => {
    const desk = await journey.phone();
    await desk.go('/desk/');
    await desk.press('用统一认证登录');
    await whenTheyChoose(desk, '演示医生丁', '只用密码（会被拒绝）');
    await desk.sees('登录需要两种验证');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('重新登录');
    await desk.press('用统一认证登录');
    await whenTheyChoose(desk, '演示医生丁');
    await desk.arriveAt('我的账号');
    await desk.sees('演示医院（西湖）');
  });

  it('somebody whom the provider knows and the register does not is told whom to ask', async ({ journey }) => {
    const desk = await journey.phone();
    await whenTheySignInAtTheDesk(desk, '演示外来人员');
    await desk.sees('您还没有本系统的工作账号');
  });

  it('who did nothing for a quarter of an hour is led to signing in, told why, and comes back', async ({ journey }) => {
    const desk = await journey.phone();
    await whenTheySignInAtTheDesk(desk, '演示负责人丙');
    await desk.arriveAt('我的账号');
    journey.wait(15 * 60_000);
    await desk.page.reload();
    await desk.arriveAt('登录工作台');
    await desk.sees('您已退出');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });

  it('a small screen and English do as well', async ({ journey }) => {
    const desk = await journey.phone();
    await desk.go('/desk/');
    await desk.press('English');
    await desk.arriveAt('Sign in to the work desk');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('Go to the sign-in service');
    await whenTheyChoose(desk, '演示稽核员甲');
    await desk.arriveAt('My account');
    await desk.sees('Auditor');
  });
});

test('not a word of the desk is in what citizens load, nor in the package for 浙里办', () => {
  const folder = resolve(root, 'client/dist');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(js|css|html)$/.test(path));
  expect(files.length).toBeGreaterThan(10);
  const about = (path: string) => /工作台|StaffViewer|SignInStaff|desk\.session/.test(readFileSync(resolve(folder, path), 'utf8'));
  expect(files.filter(about)).toEqual([]);
});
