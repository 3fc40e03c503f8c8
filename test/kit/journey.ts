import { chromium, type Browser } from 'playwright-core';
import { inject, test } from 'vitest';
import './chromium.ts';
import { Phone, type PhoneOptions } from './phone.ts';
import { serveWorld, type ServedWorld } from './served-world.ts';

/** A served world with phones in it. */
export interface Journey extends ServedWorld {
  /** A new phone, switched on and empty. */
  phone(options?: PhoneOptions): Promise<Phone>;
}

/** This process's line to the run's Chromium; it ends with the process. */
let browser: Promise<Browser> | undefined;

/** A test with a world of its own. Whatever a phone or the server complained about on the way fails it at the end. */
export const it = test.extend<{ journey: Journey }>({
  journey: async ({ task }, use) => {
    const world = await serveWorld();
    browser ??= chromium.connect(inject('chromium'));
    const shared = await browser;
    const phones: Phone[] = [];
    await use({
      ...world,
      async phone(options = {}) {
        const phone = await Phone.open(shared, world.origin, options);
        phones.push(phone);
        return phone;
      },
    });
    if (task.result?.state === 'fail') for (const phone of phones) console.log(`${await phone.path()}\n${await phone.text()}`);
    for (const phone of phones) await phone.close();
    await world.close();
    const faults = [...phones.flatMap((phone) => phone.faults), ...world.logged.filter((line) => line.includes('request broken'))];
    if (faults.length > 0) throw new Error(`On the way of “${task.name}”:\n${faults.join('\n')}`);
  },
});
