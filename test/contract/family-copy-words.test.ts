import { describe, expect, it } from 'vitest';
import body from '../../client/src/locales/zh-CN/body.ts';
import decision from '../../client/src/locales/zh-CN/decision.ts';
import donation from '../../client/src/locales/zh-CN/donation.ts';
import family from '../../client/src/locales/zh-CN/family.ts';
import looks from '../../client/src/locales/zh-CN/looks.ts';
import copied from '../../client/src/locales/zh-CN/my-data-copy.ts';
import myData from '../../client/src/locales/zh-CN/my-data.ts';
import visits from '../../client/src/locales/zh-CN/visits.ts';
import * as shared from '../../server/src/evidence/evidence-words.ts';
import * as giving from '../../server/src/rights/family-copy-giving-words.ts';
import * as words from '../../server/src/rights/family-copy-words.ts';
import { everyValue } from '../kit/family-copy.ts';

/** What a person was told on their screen, said of them. */
const ofThem = <Words extends Readonly<Record<string, string>>>(told: Words) => Object.fromEntries(Object.entries(told).map(([key, text]) => [key, text.replaceAll('您本人', '本人').replaceAll('您', '本人')]));
const namesOf = (told: Readonly<Record<string, { readonly name: string }>>) => Object.fromEntries(Object.entries(told).map(([key, { name }]) => [key, name]));

describe('the copy that a family can read', () => {
  it.each(Object.entries(everyValue))('has a Chinese word for every value of %s, and for nothing else', (_, { values, told }) => {
    expect(Object.keys(told).toSorted()).toEqual([...values].toSorted());
    for (const word of Object.values(told)) {
      expect(word).toMatch(/\p{Script=Han}/u);
      expect(word).not.toMatch(/[A-Z]_|undefined|您/);
    }
  });

  it('says what stands, and what it means in law, in the words that the person was shown', () => {
    expect(words.effectWords).toEqual(ofThem(donation.effect));
    expect(words.contestedWords).toMatchObject(ofThem(donation.contested.effect));
    expect(words.queuedWords).toMatchObject(ofThem(donation.queued.effect));
    expect(words.actionWords).toEqual(ofThem(donation.action));
    expect(words.familyKnowsWords).toEqual(donation.familyKnows);
    expect(words.relationWords).toEqual(donation.relation);
  });

  it('says why something was withdrawn, and what was found out, in the words that the person was shown', () => {
    expect(decision.reason).toMatchObject(words.withdrawalReasonWords);
    expect(words.findingWords).toEqual(decision.dispute.finding);
  });

  it('says who looked and why in the words that the person was shown', () => {
    expect(words.toldWords).toEqual(ofThem(looks.finding));
    expect(words.occasionWords).toEqual(looks.occasion);
    expect(words.lookUpPurposeWords).toEqual(looks.purpose);
    expect(words.breakGlassWords).toEqual(shared.breakGlassWords);
  });

  it('says what was wished for the body, and about visits, in the words that the person was shown', () => {
    expect(giving.bodyWishWords).toMatchObject(body.wish);
    expect(giving.bodyStatusWords).toEqual(ofThem(body.status));
    expect(body.use).toMatchObject(giving.bodyUseWords);
    expect(ofThem({ MEMORIAL: body.ashes.MEMORIAL, TO_FAMILY: body.ashes.TO_FAMILY, NO_PREFERENCE: body.ashes.NO_PREFERENCE })).toEqual(giving.ashesWords);
    expect(family.step).toMatchObject(words.messageStepWords);
    expect(copied.value.message).toEqual(words.messageContentWords);
    expect(words.nearKinWords).toEqual(myData.nearKin.ties);
    expect(giving.executorWords).toEqual(body.relation);
    expect(visits.purpose).toMatchObject(giving.visitPurposeWords);
    expect(giving.visitStatusWords).toEqual(ofThem(visits.status));
    expect(giving.visitDeclineWords).toEqual(ofThem(visits.decline));
  });

  it('says what was asked and arranged in the words that the person was shown', () => {
    expect(words.requestKindWords).toEqual(namesOf(myData.kind));
    expect(words.requestStatusWords).toEqual(ofThem(myData.status));
    expect(words.requestRefusalWords).toEqual(ofThem(myData.refusal));
    const { NEAR_KIN_MAY, NOBODY_BEYOND_LAW, NOT_STATED } = myData.afterDeath;
    expect(words.afterDeathWords).toEqual(namesOf({ NEAR_KIN_MAY, NOBODY_BEYOND_LAW, NOT_STATED }));
  });
});
