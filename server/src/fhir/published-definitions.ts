import { allItems, Choice } from '../donors/donation-kinds.ts';
import { IdentityDocumentType } from '../identity/identity-document.ts';
import { LookUpFinding } from '../lookups/look-up.entity.ts';
import { itemWords } from './consent.ts';
import { searchParameters } from './search-parameters.ts';
import type { Definitions, Resource } from './resources.ts';

/** Since when what is published here is as it is. */
const DATE = '2026-11-26';

/** What this door is and can do (FHIR R4 CapabilityStatement): a system reads it before it asks. */
export function capabilityStatement(base: string, { documentSystem }: Definitions): Resource {
  const systems = Object.values(IdentityDocumentType).map(documentSystem).join(', ');
  return {
    resourceType: 'CapabilityStatement',
    id: 'sanxian',
    url: `${base}/metadata`,
    name: 'SanxianDonationDecisions',
    title: '捐献意愿查询 · Donation decisions, one person and one case at a time',
    status: 'active',
    date: DATE,
    kind: 'instance',
    software: { name: 'Sanxian 三献' },
    implementation: { description: 'Look-up of a donation decision by a named clinician or coordinator', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation: 'Only by POST: the number of a person never stands in an address. Every answer, and every question, is on record and visible to its owner.',
        security: { cors: false, description: 'A bearer token of a signed-in clinician or coordinator. Whoever may not is told one thing, whatever the reason.' },
        resource: [
          {
            type: 'Consent',
            documentation: `A decision after the Australian profile dh-consent-aodr-1. Waiting for the second person is answered by 202 with Content-Location. Systems of patient.identifier: ${systems}.`,
            interaction: [{ code: 'search-type', documentation: 'POST [base]/Consent/_search with Idempotency-Key' }],
            versioning: 'no-version',
            searchParam: searchParameters.map(({ name, type, documentation }) => ({ name, type, documentation })),
          },
        ],
      },
    ],
  };
}

/** Everything we define ourselves, by type and id, so that whoever meets it in a Consent can look it up. */
export function publishedDefinitions(base: string, names: Definitions): ReadonlyMap<string, Resource> {
  const published = [
    extension(names.state, 'DonationState', 'What is on record: AGREED, REFUSED, WITHDRAWN, CONTESTED or RESTRICTED.', 'Consent', 'code'),
    extension(names.choice, 'DonationChoice', 'What was said of this item. NOT_STATED is no agreement and no refusal.', 'Consent.provision.provision', 'code'),
    extension(names.organDonorCode, 'OrganDonorCode', 'HL7 v2 table 0316, for a screen that shows one letter.', 'Consent', 'Coding'),
    extension(names.wish, 'DonationWish', 'What the person hopes is respected, in their own words; no part of the decision.', 'Consent', 'string'),
    codeSystem(names.items, 'DonationItem', 'Organs (条例 art. 2) and tissues about which a person decides.', allItems.map((item) => ({ code: item, display: itemWords[item].display, designation: [{ language: 'zh-CN', value: itemWords[item].text }] }))),
    codeSystem(`${base}/CodeSystem/donation-state`, 'DonationStates', 'The values of the extension donation-state.', Object.values(LookUpFinding).map((code) => ({ code }))),
    codeSystem(`${base}/CodeSystem/donation-choice`, 'DonationChoices', 'The values of the extension donation-choice.', Object.values(Choice).map((code) => ({ code }))),
  ];
  return new Map(published.map((resource) => [`${resource.resourceType}/${String(resource['id'])}`, resource]));
}

function extension(url: string, name: string, description: string, context: string, type: 'code' | 'Coding' | 'string'): Resource {
  const element = (id: string, more: object) => ({ id, path: id.replace(/:.*$/, ''), ...more });
  return {
    resourceType: 'StructureDefinition',
    id: url.slice(url.lastIndexOf('/') + 1),
    url,
    name,
    status: 'active',
    date: DATE,
    description,
    fhirVersion: '4.0.1',
    kind: 'complex-type',
    abstract: false,
    context: [{ type: 'element', expression: context }],
    type: 'Extension',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    derivation: 'constraint',
    differential: {
      element: [
        element('Extension', { short: description, max: '1' }),
        element('Extension.extension', { max: '0' }),
        element('Extension.url', { fixedUri: url }),
        element('Extension.value[x]', { min: 1, type: [{ code: type }] }),
      ],
    },
  };
}

function codeSystem(url: string, name: string, description: string, concept: readonly object[]): Resource {
  return { resourceType: 'CodeSystem', id: url.slice(url.lastIndexOf('/') + 1), url, name, status: 'active', date: DATE, description, caseSensitive: true, content: 'complete', count: concept.length, concept };
}
