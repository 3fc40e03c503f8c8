import type { AccessRule } from './askers.ts';

// Who types and checks signed papers, and the person whom they are about.
const paperStaff: AccessRule = new Set(['REGISTRAR', 'MANAGER']);
const citizens: AccessRule = new Set(['CITIZEN']);

/** Who may ask for which field about paper forms: part of the table of `access-rules.ts`. */
export const paperFormRules: Readonly<Record<string, readonly (readonly [AccessRule, string])[]>> = {
  PaperForm: [[paperStaff, 'id receiptNumber status reason typedAt expiresAt typedBy partnerName mayCheck scanId pages mediaType sha256']],
  PaperFormConnection: [[paperStaff, 'edges nodes pageInfo totalCount']],
  PaperFormEdge: [[paperStaff, 'cursor node']],
  KeepPaperScanSuccess: [[paperStaff, 'scanId mediaType pages sha256']],
  ShowPaperScanSuccess: [[paperStaff, 'scanId mediaType file']],
  ShowOwnPaperScanSuccess: [[citizens, 'scanId mediaType file']],
  EnterPaperFormSuccess: [[paperStaff, 'paperForm readBack']],
  AttachPaperScanSuccess: [[paperStaff, 'paperForm']],
  ComparePaperFormSuccess: [[paperStaff, 'paperForm differences readBack triesLeft']],
  PaperDifference: [[paperStaff, 'field typed']],
  ApprovePaperFormSuccess: [[paperStaff, 'paperForm']],
  ReturnPaperFormSuccess: [[paperStaff, 'paperForm']],
  PaperFormBarred: [[paperStaff, 'bar']],
  PaperProvenance: [[citizens, 'id receiptNumber signedOn typedBy partnerName checkedBy checkedAt scanSha256 mediaType timesShown isScanKept']],
};
