import { expect, test } from 'vitest';
import { donor, start } from '../../testing/decision-samples.ts';
import { contactFaults, contactFrom, contactInput, familyFaults } from './contact-answers.ts';

const begin = (record = start()) => contactFrom({ viewer: record.viewer, policy: record.donationPolicy });

test('sign-in fills in phone and county; the family is asked, never presumed', () => {
  expect(begin()).toMatchObject({ otherPhone: null, residenceCode: '330106', familyKnows: null, emergency: 'NONE' });
});

test('a suggestion that ends at the city is no answer yet', () => {
  const told = start();
  const viewer = { ...told.viewer, citizen: { ...told.viewer.citizen, suggestedResidence: { code: '330100', fullName: '浙江省杭州市', level: 'CITY' as const } } };
  expect(begin({ ...told, viewer }).residenceCode).toBe('');
});

test('a change begins with the stored contact and keeps the emergency contact', () => {
  const record = donor({ contact: { maskedPhone: '138****0001', residence: { code: '330302', fullName: '浙江省温州市鹿城区' }, familyKnows: 'NOT_YET', emergencyContact: { maskedName: '*建国', relation: 'PARENT', maskedPhone: '139****0000' } } });
  const answers = begin(start(record));
  expect(answers).toMatchObject({ residenceCode: '330302', familyKnows: 'NOT_YET', emergency: 'KEEP' });
  expect(contactInput(answers)).toEqual({ phone: null, residenceCode: '330302', familyKnows: 'NOT_YET', emergencyContact: null, keepEmergencyContact: true });
});

test('the known number stays unless another is typed', () => {
  expect(contactInput(begin()).phone).toBeNull();
  expect(contactInput({ ...begin(), otherPhone: ' 139 0000 0000 ' }).phone).toBe('139 0000 0000');
});

test('a skipped family page is sent as not stated, in so many words', () => {
  expect(contactInput(begin())).toMatchObject({ familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false });
});

test('whoever wants another number must type one', () => {
  expect(contactFaults({ ...begin(), otherPhone: '' }, true).map(({ field }) => field)).toEqual(['phone']);
  expect(contactFaults({ ...begin(), otherPhone: '' }, false)).toEqual([]);
  expect(contactFaults({ ...begin(), otherPhone: 'abc' }, true).map(({ field }) => field)).toEqual(['phone']);
  expect(contactFaults({ ...begin(), otherPhone: '０５７１-８０００８７０９' }, true)).toEqual([]);
});

test('a county is needed', () => {
  expect(contactFaults({ ...begin(), residenceCode: '' }, true).map(({ field }) => field)).toEqual(['residence']);
});

test('an emergency contact is whole or not at all', () => {
  expect(familyFaults(begin())).toEqual([]);
  expect(familyFaults({ ...begin(), emergency: 'NEW' }).map(({ field }) => field)).toEqual(['emergency-name', 'emergency-relation', 'emergency-phone']);
  const whole = { ...begin(), emergency: 'NEW' as const, emergencyName: '林建国', emergencyRelation: 'PARENT' as const, emergencyPhone: '13900000000' };
  expect(familyFaults(whole)).toEqual([]);
  expect(contactInput(whole).emergencyContact).toEqual({ name: '林建国', relation: 'PARENT', phone: '13900000000' });
});
