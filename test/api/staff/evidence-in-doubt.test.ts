import { describe, expect, it } from 'vitest';
import { checkEvidence } from '../../../server/src/evidence/check-evidence.ts';
import { contentFault } from '../../../server/src/evidence/check-content.ts';
import { deciding, disavow, latestOf, registration } from '../../kit/decisions.ts';
import { contentOf } from '../../kit/evidence-forgeries.ts';
import { coordinators, ethicsLookUp, fetchEvidence, issueEvidence, pagesOf } from '../../kit/evidence.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const keys = { evidenceKeys: world.config.evidence.known, auditKeys: world.config.audit.keys.known };

/** A person who lives elsewhere than the case lies, and their package after what they did. */
async function packageAfter(did: (citizen: Awaited<ReturnType<typeof world.citizen>>) => Promise<unknown>) {
  const about = person();
  const citizen = await world.citizen(about);
  await deciding.register(citizen, { contact: { ...registration().contact, residenceCode: '330302' } });
  await did(citizen);
  const [asked, confirmed] = await coordinators(world);
  const issued = await issueEvidence(asked, await ethicsLookUp(world, about, [asked, confirmed]));
  if (issued.__typename !== 'IssueEvidencePackageSuccess') throw new Error(issued.__typename);
  const file = (await fetchEvidence(world, asked, issued.path ?? '')).body as Buffer;
  expect((await checkEvidence(file, { ...keys, pagesOf })).fault).toBeNull();
  return { content: contentOf(file), text: (await pagesOf(file)).join('').replace(/\s+/g, '') };
}

describe('the package of a person who said that a decision was not theirs', () => {
  it('never tells a committee that they agree: it says what is contested, wherever the person lives', async () => {
    const { content, text } = await packageAfter(async (citizen) => disavow(citizen, (await latestOf(citizen)).id));
    expect(content.standing).toMatchObject({ state: 'WITHDRAWN', contestedSince: { utc: expect.any(String) } });
    expect(content.decisions[0]?.disavowal).toMatchObject({ outcome: 'OPEN' });
    expect(text).toContain('有异议，正在核实');
    expect(text).toContain('登记在其名下的第1次决定不是自己作出的，登记机构正在核实');
    expect(text).not.toContain('本人已书面表示愿意捐献');
  });

  it('keeps a refusal that may be their own word', async () => {
    const { content, text } = await packageAfter(async (citizen) => {
      await deciding.refuse(citizen, 1);
      await deciding.edit(citizen, 2);
      await disavow(citizen, (await latestOf(citizen)).id);
    });
    expect(content.standing.state).toBe('REFUSED');
    expect(text).toContain('公民生前表示不同意捐献其遗体器官的，任何组织或者个人不得捐献、获取');
  });

  it('cannot be made to say that they agree by leaving the doubt out', async () => {
    const { content } = await packageAfter(async (citizen) => disavow(citizen, (await latestOf(citizen)).id));
    const fault = (standing: typeof content.standing) => contentFault({ ...content, standing }, keys.auditKeys)?.check ?? null;
    expect(fault(content.standing)).toBeNull();
    expect(fault({ ...content.standing, state: 'AGREED' })).toBe('DECISIONS');
    expect(fault({ ...content.standing, contestedSince: null, state: 'AGREED' })).toBe('DECISIONS');
  });
});

describe('the package of a person who withdrew', () => {
  it('says that no wish is on record, neither yes nor no, and shows the way there', async () => {
    const { content, text } = await packageAfter((citizen) => deciding.withdraw(citizen, 1));
    expect(content.standing.state).toBe('WITHDRAWN');
    expect(text).toContain('登记系统里没有现行的意愿，既没有同意，也没有不同意');
    expect(text).toContain('答复查询时的状态是“同意捐献”，此后有变化');
  });
});
