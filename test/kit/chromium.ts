import chromium from '@sparticuz/chromium';
import { chromium as browserType } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { build, clientPart, deskPart, isBuilt } from '../../scripts/build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's Chromium listens. */
    chromium: string;
  }
}

/** Vitest's global setup: the client as it is delivered, and one real Chromium that all files share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const part of [clientPart, deskPart]) if (!isBuilt(part)) await build(part);
  // In a place without a language Chromium gives no download a Chinese name.
  const env = { ...process.env, LANG: 'C.UTF-8' } as Record<string, string>;
  const server = await browserType.launchServer({ executablePath: await chromium.executablePath(), args: ['--no-sandbox', '--disable-gpu'], env });
  project.provide('chromium', server.wsEndpoint());
  return () => server.close();
}
