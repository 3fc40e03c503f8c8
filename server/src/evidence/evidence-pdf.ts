import { drawPaper } from '../papers/draw-paper.ts';
import type { EvidenceContent } from './evidence-package.ts';
import { blocksOf, runningText } from './evidence-text.ts';

/** Draws the pages of a package as a PDF of its own; the same content gives the same bytes. */
export function evidencePages(evidence: EvidenceContent): Promise<Buffer> {
  return drawPaper({
    title: `捐献意愿登记证据材料 ${evidence.id}`,
    at: new Date(evidence.issuedAt.utc),
    blocks: blocksOf(evidence),
    running: (page, pages) => runningText(evidence, page, pages),
    // A checker draws packages again that were issued long ago: their bytes stay what they were.
    isTagged: false,
  });
}
