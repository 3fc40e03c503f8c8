import { describe, expect } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenACitizen, givenTheContainer } from './steps/arriving.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { heading } from './steps/words.ts';

const voucher = (phone: Phone) => phone.app.getByRole('img', { name: /登记意愿凭证，不等于捐献同意书/ });

/** What the picture says to those who do not see it. */
const said = async (phone: Phone) => (await voucher(phone).getAttribute('alt')) ?? '';

/** How large the kept picture is, and whether anything is drawn on it. */
const drawn = (phone: Phone) =>
  voucher(phone).evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0);
    const colours = new Set(pen?.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, at) => at % 4 === 0));
    return { isPng: image.src.startsWith('data:image/png'), width: image.naturalWidth, colours: colours.size };
  });

describe('the voucher of a registered wish', () => {
  for (const look of ['标准版', '长辈版'] as const) {
    it(`in ${look}: somebody registered sees it, keeps it as a picture, and reads that it is no consent`, async ({ journey }) => {
      // Given somebody who has agreed
      await deciding.register(await journey.onAnotherPhone('young'));
      const phone = await givenACitizen(journey, 'young');
      if (look === '长辈版') await phone.press('长辈版');
      // When they open the voucher from their decision
      await whenTheyLookUp(phone);
      await phone.press('我的登记意愿凭证');
      await phone.arriveAt(heading.card);
      // Then it names them, their wish and the number, and neither an organ nor a document
      expect(await said(phone)).toMatch(/\*晓舟；同意捐献；登记编号：/);
      expect(await said(phone)).not.toMatch(/心脏|肾|\d{6}\*/);
      // When they keep it
      const download = phone.page.waitForEvent('download');
      await phone.press('存成图片');
      expect((await download).suggestedFilename()).toBe('捐献意愿登记凭证.png');
      await phone.sees('图片已保存');
      // Then the picture is a drawing of twice the width, and not empty
      expect(await drawn(phone)).toMatchObject({ isPng: true, width: 1280 });
      expect((await drawn(phone)).colours).toBeGreaterThan(10);
    });
  }

  it('is made anew from what the register holds now, and is none after a withdrawal', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    const phone = await givenACitizen(journey, 'young');
    await phone.go('/#/card');
    await phone.arriveAt(heading.card);
    await voucher(phone).waitFor();
    await deciding.withdraw(elsewhere, 1);
    await phone.press('按现在的登记重新生成');
    await phone.sees('您现在没有有效的登记，所以没有凭证');
    expect(await voucher(phone).count()).toBe(0);
  });

  it('says refusal where somebody refused', async ({ journey }) => {
    await deciding.refuse(await journey.onAnotherPhone('young'), null);
    const phone = await givenACitizen(journey, 'young');
    await phone.go('/#/card');
    await voucher(phone).waitFor();
    expect(await said(phone)).toContain('不同意捐献');
  });

  it('inside 浙里办 the container keeps the picture', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenTheContainer(journey, { persona: 'young' });
    await whenTheyLookUp(phone);
    await phone.press('我的登记意愿凭证');
    await voucher(phone).waitFor();
    await phone.press('存成图片');
    await phone.sees(/图片已保存|请长按上面的图片/);
  });
});
