import { asked, AT_ONCE, lookingUp, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';

/** A demo person as a hospital knows them. */
function known(journey: Journey, persona: string) {
  const { name, document, birthday } = journey.person(persona);
  return { documentType: 'RESIDENT_ID_CARD', documentNumber: document.number, fullName: name, birthday } as const;
}

/** A clinician asks about a demo person and a second one confirms; the answer is opened. */
export async function whenTheyAreLookedUp(journey: Journey, persona: string): Promise<void> {
  const [asker, second] = await twoClinicians(journey);
  const id = await asked(asker, questionAbout(known(journey, persona)));
  await lookingUp.confirm(second, id);
  await lookingUp.open(asker, id);
}

/** A coordinator asks without waiting for anybody. */
export async function whenTheGlassIsBroken(journey: Journey, persona: string): Promise<void> {
  await twoClinicians(journey);
  const coordinator = await journey.staff({ role: 'COORDINATOR', divisionCode: '330100', name: '演示协调员' });
  await asked(coordinator, questionAbout(known(journey, persona), AT_ONCE));
}

/** A clinician asks and the second person says no. */
export async function whenALookUpIsDeclined(journey: Journey, persona: string): Promise<void> {
  const [asker, second] = await twoClinicians(journey);
  await lookingUp.decline(second, await asked(asker, questionAbout(known(journey, persona))));
}

/** Each look-up on the page: the label of each line with its words. */
export async function listedLooks(phone: Phone): Promise<Record<string, string>[]> {
  const entries = await phone.app.locator('.look-entry').evaluateAll((all) =>
    all.map((entry) => [
      ['医院', entry.querySelector('h2')?.innerText ?? ''],
      ...[...entry.querySelectorAll('.row')].map((row) => [row.querySelector('dt')?.innerText ?? '', row.querySelector<HTMLElement>('dd.value')?.innerText ?? '']),
    ]),
  );
  return entries.map((rows) => Object.fromEntries(rows as [string, string][]));
}
