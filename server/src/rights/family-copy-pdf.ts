import type { Context } from '../graphql/context.ts';
import { documentLimits } from '../graphql/gate/document-limits.ts';
import { drawPaper } from '../papers/draw-paper.ts';
import type { PersonalDataExport } from './export-my-data.ts';
import { familyCopyBlocks, familyCopyMargins, type FamilyCopy } from './family-copy.ts';
import type { PersonalDataCopy } from './personal-data-document.ts';

/** What of an answer is neither the document nor its pages, in bytes, generously. */
const AROUND = 10_000;

/** Draws a copy of one's data as pages that a family can read; the same copy gives the same bytes. */
export function familyCopyPages(told: FamilyCopy): Promise<Buffer> {
  return drawPaper({
    title: '个人信息副本（给家人看）',
    at: new Date(told.copy.exportedAt),
    blocks: familyCopyBlocks(told),
    running: (page, pages) => familyCopyMargins(told, page, pages),
    isTagged: true,
  });
}

/**
 * The pages of a copy that has just been taken, in base64, made from its JSON text alone: one reading of the register, so that
 * the two can never tell different things. Null when the answer could not hold them beside the document, or when this person
 * had so many drawn that others would wait for it; the document itself is theirs in any case.
 */
export async function familyCopyOf({ config, limits, actor }: Context, { document, sha256 }: Pick<PersonalDataExport, 'document' | 'sha256'>): Promise<string | null> {
  if (actor.kind !== 'CITIZEN' || (await limits.take('drawFamilyCopy', actor.personIndex.toString('base64'))) !== null) return null;
  const text = Buffer.byteLength(JSON.stringify(document)) + AROUND;
  // Nothing is drawn that could not be sent.
  if (text > documentLimits.answerBytes / 2) return null;
  const pages = await familyCopyPages({ copy: JSON.parse(document) as PersonalDataCopy, sha256, isDemonstration: config.simulator !== null });
  const pdf = pages.toString('base64');
  return text + pdf.length <= documentLimits.answerBytes ? pdf : null;
}
