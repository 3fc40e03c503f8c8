import { beforeAll, describe, expect, it } from 'vitest';
import { ExportMyDataDocument } from '../../../schema/generated/graphql.ts';
import type { Choices } from '../../../server/src/donors/donation-kinds.ts';
import { choiceWords, itemWords } from '../../../server/src/evidence/evidence-words.ts';
import { documentLimits } from '../../../server/src/graphql/gate/document-limits.ts';
import { limitRules } from '../../../server/src/graphql/limits.ts';
import type { PersonalDataCopy } from '../../../server/src/rights/personal-data-document.ts';
import { sightingsIn } from '../../kit/canaries.ts';
import type { Caller } from '../../kit/caller.ts';
import { choicesOf, deciding, registration } from '../../kit/decisions.ts';
import { textOfPages } from '../../kit/family-copy.ts';
import { coordinators, ethicsLookUp } from '../../kit/evidence.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();

/** A copy with its pages as the app asks for it. */
async function taken(citizen: Caller): Promise<{ readonly document: string; readonly sha256: string; readonly pdf: string | null }> {
  const { exportMyData } = await citizen.run(ExportMyDataDocument, { withPages: true });
  if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
  const { document, sha256, pdf = null } = exportMyData;
  return { document, sha256, pdf };
}

const pagesOf = async (citizen: Caller) => textOfPages(Buffer.from((await taken(citizen)).pdf ?? '', 'base64'));

describe('the copy that a family can read', () => {
  it.each<[string, Parameters<typeof choicesOf>]>([
    ['yes to everything', ['AGREE']],
    ['yes, without the heart and with no word about the skin', ['AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' }]],
    ['the eyes alone', ['REFUSE', { EYE_TISSUE: 'AGREE' }]],
    ['no word about anything but the kidneys', ['NOT_STATED', { KIDNEY: 'AGREE' }]],
  ])('says each choice as it is stored: %s', async (_, choices) => {
    const about = person();
    const citizen = await world.citizen(about);
    await deciding.register(citizen, { choices: choicesOf(...choices) });
    const { document, sha256, pdf } = await taken(citizen);
    const text = await textOfPages(Buffer.from(pdf ?? '', 'base64'));
    const [decision] = (JSON.parse(document) as PersonalDataCopy).decisions;
    const stored = Object.entries(decision?.choices ?? ({} as Choices));
    expect(stored).toHaveLength(12);
    for (const [item, choice] of stored) expect(text).toContain(`${itemWords[item as keyof typeof itemWords]}${choiceWords[choice]}`.replace(/\s/g, ''));
    expect(text).toContain(sha256);
    expect(text).toContain(`姓名${about.fullName}`);
    expect(text).not.toContain(about.documentNumber);
  });

  it('tells the whole way: who registered, refused, withdrew, and who asked', async () => {
    const about = person();
    const citizen = await world.citizen(about);
    await deciding.register(citizen, { contact: { ...registration().contact, emergencyContact: { name: '演示家属', relation: 'SIBLING', phone: '13900005678' } } });
    await deciding.refuse(citizen, 1);
    await deciding.withdraw(citizen, 2);
    const [asked, confirmed] = await coordinators(world);
    await ethicsLookUp(world, about, [asked, confirmed], { caseNumber: 'DEMO-2026-0042' });
    const text = await pagesOf(citizen);
    for (const line of ['已撤回本人已撤回登记', '第3次', '第2次', '第1次', '登记不同意捐献', '演示家属（兄弟姐妹）', '病例编号DEMO-2026-0042', '目的：准备伦理委员会审查', '本人自己拿了一份']) expect(text).toContain(line);
    expect(text).not.toContain('演示协调员');
  });

  it('says of somebody who never registered that nothing stands here', async () => {
    expect(await pagesOf(await world.citizen())).toContain('没有登记本人没有在这里登记过意愿');
  });

  it('is drawn only when it is asked for', async () => {
    const citizen = await world.citizen();
    const most = limitRules.drawFamilyCopy.points;
    for (let time = 0; time <= most; time++) expect((await citizen.run(ExportMyDataDocument, {})).exportMyData).not.toHaveProperty('pdf');
    // Had one been drawn each time, this person would have none left.
    expect((await taken(citizen)).pdf).not.toBeNull();
  });

  it('is not drawn without end for one person: then the document comes alone, and others still get their pages', async () => {
    const citizen = await world.citizen();
    for (let time = 0; time < limitRules.drawFamilyCopy.points; time++) expect((await taken(citizen)).pdf).not.toBeNull();
    const { document, pdf } = await taken(citizen);
    expect(pdf).toBeNull();
    expect(document).toContain('sanxian-personal-data');
    expect((await taken(await world.citizen())).pdf).not.toBeNull();
  });
});

describe('the copy that a family can read, and everybody else', () => {
  const about = person({ fullName: '雀家演示甲', phone: '13911112222' });
  const kin = { name: '雀家演示乙', relation: 'CHILD', phone: '13911113333' } as const;
  let citizen: Caller;
  beforeAll(async () => {
    citizen = await world.citizen(about);
    await deciding.register(citizen, { contact: { ...registration().contact, phone: '13911114444', emergencyContact: kin } });
  });

  it('somebody else who is signed in gets their own, and nobody gets one signed out or as staff', async () => {
    expect(await pagesOf(citizen)).toContain('雀家演示乙');
    expect(await pagesOf(await world.citizen())).not.toMatch(/雀家演示|1391111/);
    for (const caller of [world.anonymous(), await world.staff({ role: 'MANAGER' })]) {
      const { data, errors } = await caller.ask(ExportMyDataDocument, { withPages: true });
      expect(data ?? null).toBeNull();
      expect(errors?.length).toBe(1);
    }
  });

  it('needs a sign-in of the last two minutes like the document itself', async () => {
    const later = await world.citizen();
    world.wait(120_001);
    expect((await later.run(ExportMyDataDocument, { withPages: true })).exportMyData.__typename).toBe('FreshSignInNeeded');
  });

  it('leaves nothing of them in any line of the log, in no form', async () => {
    const again = await world.citizen(about);
    const { document, pdf } = await taken(again);
    const log = world.logged.join('');
    expect(log).toContain('"path":"/graphql"');
    const planted = [about.fullName, about.documentNumber, about.phone ?? '', kin.name, kin.phone, '13911114444'].map((value) => ({ name: value, value }));
    expect(sightingsIn('log', log, planted)).toEqual([]);
    // The same search finds each of them in the document.
    expect(new Set(sightingsIn('document', document, planted).map(({ canary }) => canary)).size).toBe(planted.length);
    expect(log).not.toContain((pdf ?? 'none').slice(0, 40));
  });

  it('fits into an answer many times over', async () => {
    const { document, pdf } = await taken(await world.citizen(about));
    const bytes = Buffer.byteLength(JSON.stringify(document)) + (pdf ?? '').length;
    expect(pdf).not.toBeNull();
    expect(bytes).toBeLessThan(documentLimits.answerBytes / 3);
  });
});
