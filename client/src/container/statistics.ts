/**
 * The page views and the 办结 event that 浙里办 counts (zwlog, channel.md 1.8). Loaded inside 浙里办 only, after the first page,
 * and nothing waits for it. The platform knows whose phone it is, so it never learns what a person decided: only pages that
 * tell nothing about a decision go by their own name.
 */
import type { RouteLocationNormalized, Router } from 'vue-router';
import { uniqueKey } from '../api/unique-key.ts';
import { environment } from '../environment.ts';

/** The parts of `ZwLog` 1.0.0 this client uses. */
interface ZwLog {
  onReady(run: () => void): void;
  sendPV(visit: object): void;
  record(code: string, kind: 'EXP' | 'CLK' | 'OTHER', parameters: object): void;
  sendAliMonitor(event: object): void;
}

declare global {
  interface Window {
    ZwLog?: new (user: { readonly _user_id: string; readonly _user_nick: string }) => ZwLog;
  }
}

/** The pages that may be told apart, by the pattern of their route. */
const names: Readonly<Record<string, string>> = {
  '/': '首页',
  '/offices': '机构列表',
  '/offices/:id': '机构详情',
  '/offices/:id/correction': '机构纠错',
  '/sign-in': '登录',
  '/sign-in/return': '登录',
  '/my-data': '我的数据',
};
/** Every other page: whoever registers, refuses, withdraws or looks up is counted alike. */
const discreet = { pageId: '/decision', pageName: '捐献意愿' };

/** The page as the platform may know it. */
export function pageOf(to: Pick<RouteLocationNormalized, 'matched'>): { readonly pageId: string; readonly pageName: string } {
  const pattern = to.matched[to.matched.length - 1]?.path ?? '';
  const pageName = names[pattern];
  return pageName === undefined ? discreet : { pageId: pattern, pageName };
}

let log: ZwLog | null = null;

/** Counts each page from now on, the one in front included. */
export function followVisits(router: Router, isSignedIn: () => boolean): void {
  let began = performance.now();
  router.beforeEach(() => {
    began = performance.now();
  });
  router.afterEach((to, from, failure) => {
    // The first page is counted below, with the times of its loading.
    if (!failure && from.matched.length > 0 && to.path !== from.path) visited(to, isSignedIn(), performance.now() - began, performance.now() - began);
  });
  void router.isReady().then(() => {
    const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    visited(router.currentRoute.value, isSignedIn(), loaded?.responseEnd ?? 0, performance.now());
  });
}

function visited(to: RouteLocationNormalized, isSignedIn: boolean, response: number, load: number): void {
  tell((zwlog) => {
    const { zheliBanAppId: miniAppId, zheliBanAppName: miniAppName } = environment;
    zwlog.sendPV({ miniAppId, miniAppName, ...pageOf(to), t0: timeOf(response), t2: timeOf(load), log_status: isSignedIn ? '02' : '01' });
  });
}

/** A matter is done (办结); what it was is nobody's business, and its id is made up here. */
export function completed(): void {
  tell((zwlog) => {
    const title = environment.zheliBanAppName;
    zwlog.record('banjie', 'OTHER', { id: uniqueKey(), success: true });
    // taSR_YL: the platform's mark for medical services.
    zwlog.sendAliMonitor({ name: 'bj', obj: { title, c1: 'taSR_YL', time: Date.now(), success: true } });
  });
}

/** Sources disagree about the unit: a number of seconds, or a text such as 1.2秒; the build's setting decides. */
export const timeOf = (milliseconds: number, asText = environment.zwlogTimeIsText): number | string =>
  asText ? `${(milliseconds / 1000).toFixed(1)}秒` : Math.round(milliseconds) / 1000;

/** Statistics that fail are no matter of the citizen's. The user's id is made up for this one visit. */
function tell(say: (zwlog: ZwLog) => void): void {
  try {
    if (log === null && window.ZwLog) log = new window.ZwLog({ _user_id: uniqueKey(), _user_nick: '' });
    const zwlog = log;
    zwlog?.onReady(() => {
      try {
        say(zwlog);
      } catch {
        // As below.
      }
    });
  } catch {
    // Nothing is lost that anybody needs.
  }
}
