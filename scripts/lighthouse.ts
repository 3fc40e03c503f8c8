/**
 * `pnpm lighthouse`: what Lighthouse says of the built app, served by our own server, on its standard phone (slow 4G, processor
 * slowed four times), in each look; and there, how long a change of page and a practised hand's registration take. Printed beside
 * what we promise; ends with 1 when a promise is broken.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import lighthouse from 'lighthouse';
import { type Page, chromium as browserType } from 'playwright-core';
import { routeChanges } from './route-changes.ts';
import { withServedApp } from './served-app.ts';

/** What is kept on the device before the page is opened, for each look. */
const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  标准版: {},
  长辈版: { 'sanxian.ui-style': 'elder' },
  深色: { 'sanxian.colour-scheme': 'dark' },
};

/** One figure: how it is read from the report, what it must reach, and how it is written. */
interface Figure {
  readonly name: string;
  readonly promise: number;
  readonly isLeast: boolean;
  readonly unit: '' | 'ms' | 'kB';
  readonly read: (report: Report) => number;
}

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number; readonly details?: unknown }>>;
}

interface NetworkRequest {
  readonly transferSize: number;
  readonly resourceType?: string;
}

const score = (category: string) => (report: Report) => Math.round((report.categories[category]?.score ?? 0) * 100);
const value = (audit: string) => (report: Report) => report.audits[audit]?.numericValue ?? Number.NaN;
const requests = (report: Report) => (report.audits['network-requests']?.details as { readonly items: readonly NetworkRequest[] } | undefined)?.items ?? [];
const kilobytes = (type?: string) => (report: Report) =>
  requests(report).filter(({ resourceType }) => type === undefined || resourceType === type).reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000;

const figures: readonly Figure[] = [
  { name: 'performance', promise: 99, isLeast: true, unit: '', read: score('performance') },
  { name: 'accessibility', promise: 100, isLeast: true, unit: '', read: score('accessibility') },
  { name: 'best practices', promise: 100, isLeast: true, unit: '', read: score('best-practices') },
  { name: 'LCP', promise: 1200, isLeast: false, unit: 'ms', read: value('largest-contentful-paint') },
  { name: 'FCP', promise: 1000, isLeast: false, unit: 'ms', read: value('first-contentful-paint') },
  { name: 'TBT', promise: 50, isLeast: false, unit: 'ms', read: value('total-blocking-time') },
  { name: 'CLS', promise: 0, isLeast: false, unit: '', read: value('cumulative-layout-shift') },
  { name: 'requests', promise: 8, isLeast: false, unit: '', read: (report) => requests(report).length },
  { name: 'all bytes', promise: 80, isLeast: false, unit: 'kB', read: kilobytes() },
  { name: 'scripts', promise: 45, isLeast: false, unit: 'kB', read: kilobytes('Script') },
  { name: 'styles', promise: 6, isLeast: false, unit: 'kB', read: kilobytes('Stylesheet') },
];

/** How long a change of page may take when what it needs is there (ms), and a registration by a practised hand (s). */
const ROUTE_CHANGE = 100;
const EXPERT = 45;

/** Runs of each look; the middle one counts, because a shared machine is noisy. */
const runs = 3;

await withServedApp(async (url) => {
  const rows = figures.map(({ name, promise, isLeast }) => [name, `${isLeast ? '≥' : '≤'} ${promise}`]);
  const broken: string[] = [];
  for (const [look, kept] of Object.entries(looks)) {
    const reports = await reportsOf(url, kept);
    figures.forEach((figure, at) => {
      const middle = reports.map(figure.read).toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN;
      const holds = figure.isLeast ? middle >= figure.promise : middle <= figure.promise;
      if (!holds) broken.push(figure.name);
      rows[at]?.push(`${shown(middle)} ${figure.unit}${holds ? '' : ' ✗'}`.trim());
    });
    for (const fault of faultsIn(reports.at(-1))) console.log(`${look}: ${fault}`);
  }
  console.log(['figure', 'promise', ...Object.keys(looks)].join(' | '));
  for (const row of rows) console.log(row.join(' | '));
  const { changes, expertSeconds } = await withPhone((page) => routeChanges(page, url));
  console.log('change of page, files and answers at hand | ≤ 100 ms');
  for (const { name, took } of changes) {
    if (took > ROUTE_CHANGE) broken.push(name);
    console.log(`${name} | ${took.toFixed(0)} ms${took > ROUTE_CHANGE ? ' ✗' : ''}`);
  }
  if (expertSeconds > EXPERT) broken.push('register');
  console.log(`register, a practised hand | ≤ ${EXPERT} s | ${expertSeconds.toFixed(1)} s${expertSeconds > EXPERT ? ' ✗' : ''}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
});

function shown(figure: number): string {
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(figure < 10 ? 3 : 1);
}

/** Everything that costs points in what must be perfect. */
function faultsIn(report: Report | undefined): string[] {
  const all = report as unknown as { readonly categories: Readonly<Record<string, { readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>>; readonly audits: Readonly<Record<string, { readonly score: number | null; readonly title: string }>> };
  return Object.entries(all.categories).flatMap(([category, { auditRefs }]) =>
    auditRefs.flatMap(({ id, weight }) => {
      const audit = all.audits[id];
      return weight > 0 && audit && audit.score !== null && audit.score < 1 && category !== 'performance' ? [`${category}: ${audit.title}`] : [];
    }),
  );
}

async function reportsOf(url: string, kept: Readonly<Record<string, string>>): Promise<Report[]> {
  const profile = mkdtempSync(join(tmpdir(), 'sanxian-lighthouse-'));
  const port = await freePort();
  const browser = await browserType.launchPersistentContext(profile, {
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.evaluate((entries) => entries.forEach(([name, text]) => localStorage.setItem(name, text)), Object.entries(kept));
    await page.close();
    const reports: Report[] = [];
    // Each run begins with an empty cache; what the look keeps on the device stays.
    for (let run = 0; run < runs; run += 1) {
      const result = await lighthouse(url, { port, logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'], clearStorageTypes: ['cache_storage', 'service_workers'] });
      if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'Lighthouse gave no report');
      reports.push(result.lhr as unknown as Report);
    }
    return reports;
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A phone with a browser of its own, for as long as `use` takes. */
async function withPhone<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
  const browser = await browserType.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    return await use(await browser.newPage({ viewport: { width: 375, height: 760 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }));
  } finally {
    await browser.close();
  }
}

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
