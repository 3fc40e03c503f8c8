import type { Phone } from '../../kit/phone.ts';

/** They open the page of text size, language and colours, choose a language by its own name, and go back to where they were. */
export async function whenTheyChooseTheLanguage(phone: Phone, name: 'English' | '中文' | '易读'): Promise<void> {
  await phone.press(/^(字号|Text size) · /);
  await phone.tap(phone.app.getByRole('radio', { name }));
  await phone.press(name === 'English' ? 'Back' : '返回');
}
