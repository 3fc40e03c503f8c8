import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Phone } from './phone.ts';

/** The ways in which a contact sheet shows a screen. */
export const dresses = {
  normal: { theme: 'normal', scheme: 'light' },
  elder: { theme: 'elder', scheme: 'light' },
  dark: { theme: 'normal', scheme: 'dark' },
} as const;

/** Where pictures are wanted (`pnpm contact-sheet`), or nothing: a test takes none. */
const folder = process.env['SANXIAN_PICTURES'];

/** Takes a picture of the screen in front in each dress, named so that names sort in the order of the walk. */
export async function keepPictures(phone: Phone, walk: string, step: number): Promise<void> {
  if (!folder) return;
  const before = await phone.app.evaluate(({ dataset }) => ({ theme: dataset['theme'] ?? 'normal', scheme: dataset['scheme'] ?? 'light' }));
  const wear = (dress: object) => phone.app.evaluate((html, wanted) => Object.assign((html as HTMLElement).dataset, wanted), dress);
  for (const [name, dress] of Object.entries(dresses)) {
    mkdirSync(join(folder, name), { recursive: true });
    await wear(dress);
    await phone.page.screenshot({ path: join(folder, name, `${walk} ${String(step).padStart(2, '0')}.png`), animations: 'disabled' });
  }
  await wear(before);
}
