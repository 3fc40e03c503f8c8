import { describe, expect, it } from 'vitest';
import { GiveConsentDocument, MyDataDocument } from '../../../schema/generated/graphql.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf, ownPage } from '../../kit/decisions.ts';
import { opened, restrict, told } from '../../kit/family.ts';
import { asked, lookingUp, questionAbout, twoClinicians } from '../../kit/look-ups.ts';
import { ownWish, unwish, wish, wordsOfWishes } from '../../kit/wishes.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const TEXT = '请让我的家人陪着我。\n请为我诵经。';

async function donor(identity = person()): Promise<Caller> {
  const citizen = await world.citizen(identity);
  await deciding.register(citizen);
  return citizen;
}

/** What a clinician is told of somebody, confirmed by a second one. */
async function lookedUp(identity: ReturnType<typeof person>) {
  const [asker, second] = await twoClinicians(world);
  const id = await asked(asker, questionAbout(identity));
  await lookingUp.confirm(second, id);
  const answer = await lookingUp.open(asker, id);
  if (answer.__typename !== 'OpenLookUpSuccess') throw new Error(answer.__typename);
  return answer.answer;
}

describe('a wish to be respected', () => {
  it('is kept in the person’s own words, with the consent to it, and shown to them', async () => {
    const citizen = await donor();
    expect(await ownWish(citizen)).toEqual({ text: null, statedAt: null, given: false });
    expect(await wish(citizen, `  ${TEXT}\n`)).toMatchObject({ __typename: 'StateWishSuccess', wish: { text: TEXT } });
    expect(await ownWish(citizen)).toMatchObject({ text: TEXT, given: true });
  });

  it('leaves the decision and its fingerprint as they are', async () => {
    const citizen = await donor();
    const before = await latestOf(citizen);
    await wish(citizen, TEXT);
    expect(await latestOf(citizen)).toEqual(before);
    await unwish(citizen);
    expect(await latestOf(citizen)).toEqual(before);
    expect((await ownPage(citizen)).donor?.history.totalCount).toBe(1);
  });

  it('is said again by another, of which only the text that holds is kept; that it was said stays on record', async () => {
    const citizen = await donor();
    await wish(citizen, '金丝雀从前');
    world.wait(1_000);
    await wish(citizen, TEXT);
    expect((await ownWish(citizen)).text).toBe(TEXT);
    const consents = (await citizen.run(MyDataDocument, {})).viewer?.personalData?.consents.nodes;
    expect(consents?.map(({ purpose, given }) => `${purpose} ${String(given)}`)).toEqual(['RESPECT_WISH true', 'RESPECT_WISH true']);
    const { data } = await citizen.query('mutation { exportMyData { ... on ExportMyDataSuccess { document } } }');
    expect(JSON.stringify(data)).not.toContain('金丝雀从前');
  });

  it('said twice in the same words is said once', async () => {
    const citizen = await donor();
    await wish(citizen, TEXT);
    await wish(citizen, TEXT);
    expect((await citizen.run(MyDataDocument, {})).viewer?.personalData?.consents.totalCount).toBe(1);
  });

  it('said twice at once leaves one text and no gap among the consents', async () => {
    const citizen = await donor();
    const answers = await Promise.all(['甲', '乙', '丙'].map((text) => wish(citizen, text)));
    for (const answer of answers) expect(answer.__typename).toBe('StateWishSuccess');
    expect(['甲', '乙', '丙']).toContain((await ownWish(citizen)).text);
    expect((await citizen.run(MyDataDocument, {})).viewer?.personalData?.consents.totalCount).toBe(3);
  });

  it('is removed at any time with the consent, long after signing in; then nothing of it is kept', async () => {
    const citizen = await donor();
    await wish(citizen, TEXT);
    world.wait(10 * 60_000);
    expect((await unwish(citizen)).__typename).toBe('TakeBackConsentSuccess');
    expect(await ownWish(citizen)).toMatchObject({ text: null, given: false });
    expect(await world.orm.em.fork().execute("select 1 from donor where sealed_wish is not null and id in (select donor_id from processing_consent where purpose = 'RESPECT_WISH' and not given)")).toEqual([]);
  });

  it('stays when the decision is changed or withdrawn', async () => {
    const citizen = await donor();
    await wish(citizen, TEXT);
    await deciding.withdraw(citizen, (await ownPage(citizen)).donor?.version ?? 0);
    expect((await ownWish(citizen)).text).toBe(TEXT);
  });

  it('lies sealed under the person’s own key', async () => {
    const citizen = await donor();
    await wish(citizen, '金丝雀希望');
    const rows = await world.orm.em.fork().execute<{ sealed: Buffer }[]>('select sealed_wish as sealed from donor where sealed_wish is not null');
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) {
      expect(Buffer.from(sealed).includes(Buffer.from('金丝雀'))).toBe(false);
      expect(Buffer.from(sealed).toString('latin1')).toContain('person:1');
    }
    expect(world.logged.join('')).not.toContain('金丝雀希望');
  });
});

describe('stating a wish', () => {
  it.each([
    ['', 'REQUIRED'],
    [' \n ', 'REQUIRED'],
    ['愿'.repeat(501), 'TOO_LONG'],
    ['请打 13900001111', 'FORBIDDEN_CHARACTER'],
    ['我的证件 330106198005170011', 'FORBIDDEN_CHARACTER'],
    ['请\u202E安静', 'FORBIDDEN_CHARACTER'],
  ])('takes no text like “%s”', async (text, code) => {
    expect(await wish(await donor(), text)).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ path: ['text'], code })] });
  });

  it('takes five hundred characters', async () => {
    expect((await wish(await donor(), '愿'.repeat(500))).__typename).toBe('StateWishSuccess');
  });

  it('needs the words in force, a record, a strong sign-in and one of the last two minutes', async () => {
    const citizen = await donor();
    expect(await wish(citizen, TEXT, { version: '2020-01-01', hash: wordsOfWishes().hash })).toMatchObject({ __typename: 'PurposeTextOutdated' });
    expect((await wish(citizen, TEXT, wordsOfWishes('en'))).__typename).toBe('StateWishSuccess');
    expect((await wish(await world.citizen(), TEXT)).__typename).toBe('NothingOnRecord');
    expect((await wish(await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }), TEXT)).__typename).toBe('AssuranceTooLow');
    world.wait(121_000);
    expect((await wish(citizen, TEXT)).__typename).toBe('FreshSignInNeeded');
  });

  it('is not possible on a restricted record, while removing is', async () => {
    const citizen = await donor();
    await wish(citizen, TEXT);
    await restrict(world, citizen);
    expect((await wish(citizen, '别的')).__typename).toBe('RecordRestricted');
    expect((await unwish(citizen)).__typename).toBe('TakeBackConsentSuccess');
    expect((await ownWish(citizen)).text).toBeNull();
  });

  it('is the only way to consent to it: there is no consent to a text that is not there', async () => {
    const citizen = await donor();
    const { giveConsent } = await citizen.run(GiveConsentDocument, { input: { purpose: 'RESPECT_WISH', words: wordsOfWishes() } });
    expect(giveConsent.__typename).toBe('InvalidInput');
    expect((await ownWish(citizen)).given).toBe(false);
  });

  it('is possible twenty times an hour', async () => {
    const citizen = await donor();
    for (let time = 0; time < 20; time++) await wish(citizen, `第 ${time} 次`);
    expect((await wish(citizen, '再一次')).__typename).toBe('TooManyRequests');
  });
});

describe('who is told of a wish', () => {
  it('is a clinician who looks the person up for a case, with an agreement and with a refusal', async () => {
    const agreed = person();
    await wish(await donor(agreed), TEXT);
    expect(await lookedUp(agreed)).toMatchObject({ finding: 'AGREED', wish: TEXT });
    const refused = person();
    const refuser = await world.citizen(refused);
    await deciding.refuse(refuser, null);
    await wish(refuser, TEXT);
    expect(await lookedUp(refused)).toMatchObject({ finding: 'REFUSED', wish: TEXT });
  });

  it('is nobody once it is removed, and nobody where nothing stands, something is contested, or the name is not theirs', async () => {
    const removed = person();
    const citizen = await donor(removed);
    await wish(citizen, TEXT);
    await unwish(citizen);
    expect(await lookedUp(removed)).toMatchObject({ finding: 'AGREED', wish: null });

    const withdrawn = person();
    const taker = await donor(withdrawn);
    await wish(taker, TEXT);
    await deciding.withdraw(taker, (await ownPage(taker)).donor?.version ?? 0);
    expect(await lookedUp(withdrawn)).toMatchObject({ finding: 'WITHDRAWN', wish: null });

    const contested = person();
    const doubter = await donor(contested);
    await wish(doubter, TEXT);
    await disavow(doubter, (await latestOf(doubter)).id);
    expect(await lookedUp(contested)).toMatchObject({ finding: 'CONTESTED', wish: null });

    const named = person();
    await wish(await donor(named), TEXT);
    expect(await lookedUp({ ...named, fullName: '演示他人' })).toMatchObject({ finding: 'SILENT', wish: null });

    const hidden = person();
    const owner = await donor(hidden);
    await wish(owner, TEXT);
    await restrict(world, owner);
    expect(await lookedUp(hidden)).toMatchObject({ finding: 'RESTRICTED', wish: null });
  });

  it('is a family member whom the person told the whole decision, and none whom they told only that there is one', async () => {
    const citizen = await donor();
    await wish(citizen, TEXT);
    expect((await opened(world, await told(citizen))).wish).toBe(TEXT);
    expect((await opened(world, await told(citizen, { content: 'DECIDED' }))).wish).toBeNull();
  });

  it('is written down with the look-up: that there was one, not what it says', async () => {
    const identity = person();
    await wish(await donor(identity), '金丝雀告知');
    await lookedUp(identity);
    const rows = await world.orm.em.fork().execute<{ details: object }[]>("select details from look_up_step where step = 'DISCLOSED' order by at desc, id limit 100");
    expect(rows.some(({ details }) => 'wish' in details)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain('金丝雀');
  });
});
