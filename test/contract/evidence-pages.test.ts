import { beforeAll, describe, expect, it } from 'vitest';
import { sampleContent, sampleDecision } from '../../server/src/evidence/evidence.fixture.ts';
import { packEvidence, unpackEvidence } from '../../server/src/evidence/evidence-file.ts';
import { evidencePages } from '../../server/src/evidence/evidence-pdf.ts';
import type { EvidenceContent } from '../../server/src/evidence/evidence-package.ts';
import { pagesOf } from '../kit/evidence.ts';

/** What a reader finds on the pages, without the spaces that belong to the layout. */
const textOf = async (evidence: EvidenceContent) => (await pagesOf(await evidencePages(evidence))).map((page) => page.replace(/\s+/g, ''));

describe('the pages of an evidence package', () => {
  let pages: readonly string[] = [];
  beforeAll(async () => {
    pages = await textOf(sampleContent());
  });

  it('say each choice as it is stored, and nothing about an item that was never asked', () => {
    const text = pages.join('');
    for (const line of ['心脏同意', '肺不同意', '皮肤不表态']) expect(text).toContain(line);
    expect(text).not.toContain('小肠');
  });

  it('show name and number in full once, and masked at the head of each page, with page numbers', () => {
    expect(pages.join('').split('33010619800517002X')).toHaveLength(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('*示人·3****************X·SX-7K3M-9Q2P-ABCX');
      expect(page).toContain(`第${index + 1}页，共${pages.length}页`);
    }
  });

  it('tell a committee when the person changed their mind after the look-up was answered', async () => {
    const base = sampleContent();
    const changed = await textOf({ ...base, case: { ...base.case, toldState: 'REFUSED' } });
    expect(changed.join('')).toContain('答复查询时的状态是“不同意捐献”，此后有变化');
    expect(pages.join('')).not.toContain('此后有变化');
  });

  it('tell that nobody confirmed a look-up that was made in an emergency, and why', async () => {
    const base = sampleContent();
    const alone = (await textOf({ ...base, case: { ...base.case, confirmedBy: null, confirmedAt: null, breakGlassReason: '夜间无人值班' } })).join('');
    expect(alone).toContain('没有第二人确认');
    expect(alone).toContain('紧急查询理由夜间无人值班');
  });

  it('say on the first page and on every other that they are a demonstration, where they are', async () => {
    const demo = await textOf(sampleContent({ demonstration: true }));
    expect(demo[0]).toContain('其中的人物和单位都是虚构的');
    for (const page of demo) expect(page).toContain('演示数据·*示人');
    expect(pages.join('')).not.toContain('演示数据');
  });

  it.each<[name: string, shown: string]>([
    ['王𠮷祥', '王〔U+20BB7〕祥'],
    ['买买提·吐尔逊', '买买提·吐尔逊'],
    ['䶮㛃', '䶮㛃'],
    ['مۇھەممەت', [...'مۇھەممەت'].map((character) => `〔U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}〕`).join('')],
  ])('draw the name %s as %s: a character that the font lacks is a number, never a gap', async (fullName, shown) => {
    expect((await textOf(sampleContent({}, { fullName }))).join('')).toContain(`姓名${shown}证件`);
  });

  it('run over as many pages as a long history needs, with every decision on them', async () => {
    const decisions = Array.from({ length: 40 }, (_, index) => ({ ...sampleDecision, sequence: 40 - index }));
    const long = await textOf(sampleContent({ decisions }));
    expect(long.length).toBeGreaterThan(8);
    for (let sequence = 1; sequence < 40; sequence++) expect(long.join('')).toContain(`第${sequence}次心脏同意`);
  });

  it('are the same bytes for the same content', async () => {
    expect((await evidencePages(sampleContent())).equals(await evidencePages(sampleContent()))).toBe(true);
  });
});

describe('the file of an evidence package', () => {
  it('gives back what was packed, byte for byte, whatever the content holds', async () => {
    const pages = await evidencePages(sampleContent());
    for (const text of ['{}', '', '\nendstream\nstream\nendobj\n%%EOF\n', '𠮷\u2028'.repeat(1_000)]) {
      const parts = { pages, json: Buffer.from(text), signature: 'header..signature' };
      expect(unpackEvidence(packEvidence(parts))).toEqual(parts);
    }
  });

  it('is no package when it is any other PDF', async () => {
    expect(unpackEvidence(await evidencePages(sampleContent()))).toBeNull();
    expect(unpackEvidence(Buffer.from('%PDF-1.7\n% sanxian-evidence 1 2 2\nstream\n{}\nstream\n{}\n'))).toBeNull();
    expect(unpackEvidence(Buffer.alloc(0))).toBeNull();
  });
});
