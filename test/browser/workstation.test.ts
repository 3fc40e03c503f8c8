import { describe, expect } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenSomebodyAt, whenTheyChoose } from './steps/at-the-desk.ts';

/** A doctor at the simulated workstation of their hospital, signed in. */
async function givenADoctorAtTheWorkstation(journey: Journey): Promise<Phone> {
  const workstation = await journey.phone({ width: 1024 });
  await workstation.go('/sim/workstation/');
  await workstation.arriveAt('模拟医生工作站');
  await workstation.press('以医生身份登录');
  await whenTheyChoose(workstation, '演示医生丁');
  await workstation.arriveAt('模拟医生工作站');
  return workstation;
}

async function whenTheyAskAbout(journey: Journey, workstation: Phone, persona: string): Promise<void> {
  await workstation.app.getByLabel('病人', { exact: true }).selectOption({ label: `${journey.person(persona).name}（演示）` });
  await workstation.press('查询');
}

const verdict = (workstation: Phone) => workstation.app.getByRole('status').getByRole('heading').innerText();

describe('a doctor asks from the hospital’s own workstation', () => {
  it('and sees the answer once a second doctor has confirmed at the desk, as FHIR carried it', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const workstation = await givenADoctorAtTheWorkstation(journey);
    await whenTheyAskAbout(journey, workstation, 'young');
    await workstation.sees('等第二人确认后才能看到结果。这不表示“没有登记”。');
    expect(await verdict(workstation)).toBe('等待第二人');

    const second = await givenSomebodyAt(journey, '演示医生戊', '查询');
    await second.sees('CASE-2026-1');
    await second.press(/^确认/);
    await second.press('是，确认这次查询');
    await second.sees('已确认病例 CASE-2026-1 的查询。');

    await workstation.press('第二位医生确认了，再问一次');
    await workstation.sees('Y · 同意捐献');
    await workstation.sees(/"resourceType": "Consent"/);
    expect(await workstation.text()).not.toContain(journey.person('young').document.number);
  });

  it('and is told in words that nothing is on record', async ({ journey }) => {
    const workstation = await givenADoctorAtTheWorkstation(journey);
    await workstation.tap(workstation.app.getByRole('checkbox'));
    await whenTheyAskAbout(journey, workstation, 'elder');
    await workstation.sees('U · 没有登记');
    await workstation.sees(/由其配偶、成年子女、父母共同书面决定/);
  });
});
