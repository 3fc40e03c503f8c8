import { allItems, type Choice, type DonationItem } from '../donors/donation-kinds.ts';
import type { LookUpFinding } from '../lookups/look-up.entity.ts';
import { CATEGORY } from './search-parameters.ts';
import { operationOutcome } from './operation-outcome.ts';
import type { Definitions, Resource } from './resources.ts';

/** What a look-up disclosed, as GraphQL answers it. */
export interface DisclosedAnswer {
  readonly finding: LookUpFinding;
  readonly choices: readonly { readonly item: DonationItem; readonly choice: Choice }[];
  readonly wish: string | null;
  readonly recordedAt: string | null;
  readonly fingerprint: string | null;
  readonly disclosedAt: string;
  readonly note: string;
}

/**
 * What HL7 v2 table 0316 makes of a finding, for the screen of a system that knows nothing finer: Y documented donor with
 * documentation on file, N has not agreed, U unknown. What must not be acted upon, and what nobody said, is unknown.
 */
export const organDonorCodes: Readonly<Record<LookUpFinding, 'Y' | 'N' | 'U'>> = { AGREED: 'Y', REFUSED: 'N', WITHDRAWN: 'U', SILENT: 'U', CONTESTED: 'U', RESTRICTED: 'U' };

/**
 * The words of each item, and the SNOMED CT code where the public Australian profile names one (dh-consent-aodr-1, its BodyStructure
 * examples); the others have none that we could prove.
 */
export const itemWords: Readonly<Record<DonationItem, { readonly text: string; readonly display: string; readonly snomed: string | null }>> = {
  HEART: { text: '心脏', display: 'Heart', snomed: '80891009' },
  LUNG: { text: '肺', display: 'Lung', snomed: '39607008' },
  LIVER: { text: '肝', display: 'Liver', snomed: '10200004' },
  KIDNEY: { text: '肾', display: 'Kidney', snomed: '64033007' },
  PANCREAS: { text: '胰', display: 'Pancreas', snomed: '15776009' },
  SMALL_INTESTINE: { text: '小肠', display: 'Small intestine', snomed: null },
  EYE_TISSUE: { text: '眼组织', display: 'Eye tissue', snomed: '81745001' },
  SKIN: { text: '皮肤', display: 'Skin', snomed: '39937001' },
  BONE: { text: '骨', display: 'Bone', snomed: '272673000' },
  HEART_VALVE: { text: '心脏瓣膜', display: 'Heart valve', snomed: '17401000' },
  BRAIN_TISSUE: { text: '脑组织', display: 'Brain tissue', snomed: null },
  DURA_MATER: { text: '硬脑膜', display: 'Dura mater', snomed: null },
};

/** Which look-up is answered, and from where. */
export interface Answering {
  readonly base: string;
  readonly names: Definitions;
  readonly requestId: string;
  readonly lookUpId: string;
}

/**
 * The answer to a search: one Consent where something is on record, none where nothing is, and beside it what follows in law. That
 * there is none is said in words, too: an empty list alone could be read as a no, or as a yes to be asked for.
 */
export function searchset(answering: Answering, answer: DisclosedAnswer): Resource {
  const { base, requestId, lookUpId } = answering;
  const consent = answer.finding === 'SILENT' ? [] : [{ fullUrl: `${base}/Consent/${lookUpId}`, resource: consentOf(answering, answer), search: { mode: 'match' } }];
  const remark = operationOutcome(requestId, [{ severity: 'information', code: 'informational', ours: answer.finding, text: answer.note }]);
  return {
    resourceType: 'Bundle',
    id: requestId,
    type: 'searchset',
    timestamp: answer.disclosedAt,
    total: consent.length,
    // The question holds a person's number: it stands in no address.
    link: [{ relation: 'self', url: `${base}/Consent/_search` }],
    entry: [...consent, { fullUrl: `urn:uuid:${lookUpId}`, resource: remark, search: { mode: 'outcome' } }],
  };
}

/**
 * A decision as a Consent after the Australian register's profile (dh-consent-aodr-1). Permit and deny mean: may, and may not, be
 * acted upon on the strength of this decision. A decision that nobody may act upon, being withdrawn, contested or restricted, is
 * inactive and provides nothing; what it is stands in our own extension.
 */
export function consentOf({ names, lookUpId }: Answering, { finding, choices, wish, recordedAt, fingerprint, note }: DisclosedAnswer): Resource {
  const stands = finding === 'AGREED' || finding === 'REFUSED';
  const organDonorCode = organDonorCodes[finding];
  return {
    resourceType: 'Consent',
    id: lookUpId,
    // Said also to a reader that knows only FHIR: to the hospital, not every element is told (条例 art. 19; docs/look-ups.md).
    ...(choices.length === 0 ? { meta: { tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }] } } : {}),
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${escaped(note)}</p></div>` },
    extension: [
      { url: names.state, valueCode: finding },
      { url: names.organDonorCode, valueCoding: { system: 'http://terminology.hl7.org/CodeSystem/v2-0316', code: organDonorCode } },
      ...(wish === null ? [] : [{ url: names.wish, valueString: wish }]),
    ],
    ...(fingerprint === null ? {} : { identifier: [{ system: names.fingerprint, value: fingerprint }] }),
    status: stands ? 'active' : 'inactive',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr', display: 'Advanced Care Directive' }] },
    category: [{ coding: [{ ...CATEGORY, display: 'Organ donation consent' }] }, { coding: [{ system: 'http://loinc.org', code: '59284-0', display: 'Consent Document' }] }],
    // Whoever asked knows of whom this speaks; the number is not sent back.
    patient: { type: 'Patient', identifier: { system: names.lookUp, value: lookUpId } },
    ...(recordedAt === null ? {} : { dateTime: recordedAt }),
    policyRule: { text: '《人体器官捐献和移植条例》第九条' },
    ...(stands ? { provision: provisionOf(names, finding, choices) } : {}),
  };
}

/** Every item of today is listed, with a deny for each that was not agreed to: nothing is silent. */
function provisionOf(names: Definitions, finding: LookUpFinding, choices: DisclosedAnswer['choices']) {
  const type = finding === 'AGREED' ? 'permit' : 'deny';
  if (choices.length === 0) return { type };
  const stated = new Map(choices.map(({ item, choice }) => [item, choice]));
  return {
    type,
    provision: allItems.map((item) => {
      const choice = stated.get(item) ?? 'NOT_STATED';
      const { text, display, snomed } = itemWords[item];
      return {
        extension: [{ url: names.choice, valueCode: choice }],
        type: choice === 'AGREE' ? 'permit' : 'deny',
        code: [{ coding: [{ system: names.items, code: item, display }, ...(snomed === null ? [] : [{ system: 'http://snomed.info/sct', code: snomed }])], text }],
      };
    }),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
