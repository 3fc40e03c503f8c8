// What is handed to a page runs there.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createDemoAccounts } from '../../server/src/nonprod/zheliban-simulator/personas.ts';

/** How a phone is set up. */
export interface PhoneOptions {
  /** Where the app is opened: a plain browser, or the simulated 浙里办 container. */
  readonly inContainer?: boolean;
  readonly width?: number;
  /** Whether the app may keep itself on the phone; what a worker fetches cannot be tampered with by a test. */
  readonly mayKeep?: boolean;
  /** Where the phone is; the person has allowed the page to know. Without it the browser refuses. */
  readonly place?: { readonly latitude: number; readonly longitude: number };
}

/** A resident's number of either kind, wherever it turns up. */
const identityNumber = /(?<![\dA-Za-z])(\d{17}[\dXx]|\d{15})(?![\dA-Za-z])/;

/** Every document number that a demo person holds. */
const documentNumbers = createDemoAccounts(new Date()).flatMap((account) => (account.kind === 'PERSON' ? [account.document.number] : []));

const isNumberIn = (text: string): boolean => identityNumber.test(text) || documentNumbers.some((number) => text.includes(number));

/**
 * A phone with the app in front: what a hand can do with it and what an eye can see. It notes what must never happen on
 * the way: a complaint of the browser, a request to another host, an ID number on a screen, in an address or in storage.
 */
export class Phone {
  readonly page: Page;
  /** The app's own document: the page, or the frame in the container. */
  readonly app: Locator;
  /** What must never happen and did. */
  readonly faults: string[] = [];
  readonly #origin: string;
  #taps = 0;
  #paths: string[] = [];

  private constructor(page: Page, origin: string, inContainer: boolean) {
    this.page = page;
    this.#origin = origin;
    this.app = inContainer ? page.frameLocator('#screen iframe').locator('html') : page.locator('html');
    this.#watch();
  }

  /** A phone with storage of its own. */
  static async open(browser: Browser, origin: string, { inContainer = false, width = 375, place, mayKeep = false }: PhoneOptions): Promise<Phone> {
    const options: BrowserContextOptions = { viewport: { width, height: 812 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', serviceWorkers: mayKeep ? 'allow' : 'block' };
    const context = await browser.newContext(place ? { ...options, geolocation: place, permissions: ['geolocation'] } : options);
    context.setDefaultTimeout(15_000);
    return new Phone(await context.newPage(), origin, inContainer);
  }

  /** Opens an address of the server. */
  async go(path: string): Promise<void> {
    await this.page.goto(this.#origin + path);
  }

  /** One tap of a finger. */
  async tap(target: Locator): Promise<void> {
    await target.click();
    this.#taps += 1;
  }

  /** Taps a button or link by the words on it. */
  async press(words: string | RegExp): Promise<void> {
    await this.tap(this.app.getByRole('button', { name: words, exact: true }).or(this.app.getByRole('link', { name: words, exact: true })));
  }

  /** Chooses from the phone's own picker: one tap opens it, one chooses. */
  async pick(label: string, option: string): Promise<void> {
    await this.app.getByLabel(label, { exact: true }).selectOption({ label: option });
    this.#taps += 2;
  }

  /** Types into a field. */
  async type(label: string, text: string): Promise<void> {
    await this.app.getByLabel(label, { exact: true }).fill(text);
  }

  /** Waits for the screen with this heading and looks around on it. */
  async arriveAt(heading: string | RegExp): Promise<void> {
    await this.app.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    await this.lookForNumbers();
  }

  /** Waits for words on the screen. */
  async sees(words: string | RegExp): Promise<void> {
    await this.app.getByText(words).first().waitFor();
    await this.lookForNumbers();
  }

  /** Everything that is written on the screen. */
  text(): Promise<string> {
    return this.app.locator('body').innerText();
  }

  /** The question in front, as the address says it: `/register/organs`. */
  path(): Promise<string> {
    return this.app.evaluate(() => window.location.hash.slice(1).split('?')[0] ?? '');
  }

  /** Begins to count taps and screens. */
  startCounting(): void {
    this.#taps = 0;
    this.#paths = [];
  }

  /** Taps since counting began. */
  get taps(): number {
    return this.#taps;
  }

  /** The different screens of the app that were in front since counting began. */
  get screens(): readonly string[] {
    return [...new Set(this.#paths)];
  }

  /** What the device keeps: both storages, the address and the history entry. */
  kept(): Promise<string> {
    return this.app.evaluate(() => [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), window.location.href, JSON.stringify(history.state)].join('\n'));
  }

  /** Notes an ID number that the screen shows or the device keeps. */
  async lookForNumbers(): Promise<void> {
    const screen = await this.app.evaluate((document) => `${document.ownerDocument.title}\n${document.outerHTML}`);
    if (isNumberIn(screen)) this.faults.push(`an ID number on the screen ${await this.path()}`);
    if (isNumberIn(await this.kept())) this.faults.push(`an ID number kept on the device at ${await this.path()}`);
  }

  /** Turns the phone off. */
  async close(): Promise<void> {
    await this.page.context().close();
  }

  #watch(): void {
    const note = (complaint: string): void => {
      // What could not be fetched is told by the app; the browser's own line about it says nothing new.
      if (!/^Failed to (load resource|fetch dynamically imported module)/.test(complaint)) this.faults.push(complaint);
    };
    this.page.on('console', (message) => {
      if (message.type() === 'error') note(message.text());
    });
    this.page.on('pageerror', (error) => {
      note(error.message);
    });
    this.page.on('request', (request) => {
      if (!request.url().startsWith(this.#origin)) this.faults.push(`a request to another host: ${request.url()}`);
      if (isNumberIn(request.url())) this.faults.push(`an ID number in the address ${request.url()}`);
    });
    this.page.on('response', (response) => {
      if (response.status() >= 500) this.faults.push(`${response.status()} from ${response.url()}`);
    });
    this.page.on('framenavigated', (frame) => this.#paths.push(new URL(frame.url()).hash.slice(1).split('?')[0] ?? ''));
  }
}
