import { describe, expect, it } from 'vitest';
import donation from '../../client/src/locales/zh-CN/donation.ts';
import signIn from '../../client/src/locales/zh-CN/sign-in.ts';
import * as words from '../../server/src/evidence/evidence-words.ts';

describe('the pages of an evidence package', () => {
  it('say every choice, state, action and channel in the words that the citizen was shown', () => {
    expect(words.itemWords).toEqual(donation.item);
    expect(words.kindWords).toEqual(donation.kind);
    expect(words.choiceWords).toEqual(donation.choice);
    // The server knows words for what only a committee is told, too.
    expect(words.stateWords).toMatchObject(donation.state);
    expect(words.actionWords).toMatchObject(donation.action);
    expect(words.channelWords).toMatchObject(donation.channel);
    expect(words.consentWords).toEqual(donation.consent);
    expect(words.documentWords).toEqual(donation.document);
    expect(words.assuranceWords).toEqual(signIn.level);
    expect(words.syncWords).toEqual(Object.fromEntries(Object.entries(donation.sync).map(([state, { name }]) => [state, name])));
  });
});
