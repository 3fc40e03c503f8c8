import { IdentityDocumentType } from '../identity/identity-document.ts';
import { BreakGlassReason, LookUpOccasion, LookUpPurpose } from '../lookups/look-up.entity.ts';
import { FhirFault, type StatedFault } from './operation-outcome.ts';
import type { Definitions } from './resources.ts';

/** LOINC «Organ donation consent», by which a donation decision is asked for (dh-consent-aodr-1). */
export const CATEGORY = { system: 'http://loinc.org', code: '64300-7' } as const;

/** A parameter of the search; those that FHIR does not know begin with a dash (FHIR R4 3.1.1.5.1). */
export interface SearchParameter {
  readonly name: string;
  readonly type: 'token' | 'string' | 'date';
  readonly isRequired: boolean;
  /** What it means, for the capability statement. */
  readonly documentation: string;
}

/** Everything that a look-up asks, in the order of the form. */
export const searchParameters = [
  { name: 'patient.identifier', type: 'token', isRequired: true, documentation: 'The person’s document: its kind as the system, its number as the value. Several people are never asked about at once.' },
  { name: 'patient.name', type: 'string', isRequired: true, documentation: 'The full name as the document has it: number and name must be one person’s.' },
  { name: 'patient.birthdate', type: 'date', isRequired: false, documentation: 'The birthday, YYYY-MM-DD; needed with a passport only.' },
  { name: 'category', type: 'token', isRequired: true, documentation: 'http://loinc.org|64300-7; nothing else is kept here.' },
  { name: '-hospital', type: 'token', isRequired: true, documentation: 'The key of the hospital where the case lies.' },
  { name: '-area', type: 'token', isRequired: true, documentation: 'The GB/T 2260 code of the case’s area: the hospital’s.' },
  { name: '-case', type: 'token', isRequired: true, documentation: 'The hospital’s own number of the case; no person’s number.' },
  { name: '-occasion', type: 'token', isRequired: true, documentation: 'DEATH_ESTABLISHED or DEATH_EXPECTED.' },
  { name: '-purpose', type: 'token', isRequired: true, documentation: 'CLARIFY_WILL or ETHICS_REVIEW.' },
  { name: '-break-glass', type: 'token', isRequired: false, documentation: 'NOBODY_TO_CONFIRM or MINUTES_MATTER: the answer comes at once, raises an alarm and is always reviewed.' },
] as const satisfies readonly SearchParameter[];

type ParameterName = (typeof searchParameters)[number]['name'];

/** The question as the GraphQL command takes it, without its key. */
export interface FhirQuestion {
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday: string | null;
  readonly hospitalKey: string;
  readonly areaCode: string;
  readonly caseNumber: string;
  readonly occasion: LookUpOccasion;
  readonly purpose: LookUpPurpose;
  readonly breakGlassReason: BreakGlassReason | null;
}

/**
 * Reads the form of a search. Strict, whatever the client prefers: a parameter that we left out of account could change what the
 * answer means.
 *
 * @throws FhirFault with every fault at once.
 */
export function readQuestion(form: Readonly<Record<string, unknown>>, { documentSystem }: Definitions): FhirQuestion {
  const faults: StatedFault[] = [];
  const known = new Set<string>([...searchParameters.map(({ name }) => name), '_format']);
  for (const name of Object.keys(form).filter((given) => !known.has(given))) {
    // Its name may be anything, a number of a person's, too: it is not repeated.
    faults.push({ code: 'not-supported', ours: 'UNKNOWN_PARAMETER', sentence: { 'zh-CN': `有不认识的查询参数（第 ${Object.keys(form).indexOf(name) + 1} 个）。`, en: `There is a parameter that is not known here (number ${Object.keys(form).indexOf(name) + 1}).` } });
  }
  for (const { name, isRequired } of searchParameters) {
    if (isRequired && (form[name] === undefined || form[name] === '')) faults.push({ code: 'required', ours: 'MISSING', parameter: name, sentence: { 'zh-CN': `缺少参数 ${name}。`, en: `The parameter ${name} is missing.` } });
    else if (form[name] !== undefined && typeof form[name] !== 'string') faults.push({ code: 'not-supported', ours: 'GIVEN_TWICE', parameter: name, sentence: { 'zh-CN': `参数 ${name} 只能有一个值。`, en: `The parameter ${name} takes one value.` } });
  }
  const text = (name: ParameterName): string => (typeof form[name] === 'string' ? form[name] : '');
  const oneOf = <Value extends string>(name: ParameterName, values: Readonly<Record<string, Value>>): Value | null => {
    const given = text(name);
    const found = Object.values(values).find((value) => value === given) ?? null;
    if (given !== '' && found === null) faults.push({ code: 'invalid', ours: 'MALFORMED', parameter: name, sentence: { 'zh-CN': `参数 ${name} 的值不在范围内。`, en: `The value of ${name} is none of those that it takes.` } });
    return found;
  };
  const [system, number] = tokenOf(text('patient.identifier'));
  const documentType = Object.values(IdentityDocumentType).find((type) => documentSystem(type) === system) ?? null;
  if (text('patient.identifier') !== '' && (documentType === null || number === '')) {
    faults.push({ code: 'invalid', ours: 'MALFORMED', parameter: 'patient.identifier', sentence: { 'zh-CN': '证件要写成“证件种类的 system|号码”，见 /fhir/metadata。', en: 'The document is written as system|number with one of the systems in /fhir/metadata.' } });
  }
  const [categorySystem, category] = tokenOf(text('category'));
  if (text('category') !== '' && (category !== CATEGORY.code || ![CATEGORY.system, ''].includes(categorySystem))) {
    faults.push({ code: 'not-supported', ours: 'UNKNOWN_CATEGORY', parameter: 'category', sentence: { 'zh-CN': '这里只有捐献意愿（http://loinc.org|64300-7）。', en: 'Only donation decisions are kept here (http://loinc.org|64300-7).' } });
  }
  const occasion = oneOf('-occasion', LookUpOccasion);
  const purpose = oneOf('-purpose', LookUpPurpose);
  const breakGlassReason = oneOf('-break-glass', BreakGlassReason);
  if (!/^(\d{4}-\d{2}-\d{2})?$/.test(text('patient.birthdate'))) faults.push({ code: 'invalid', ours: 'MALFORMED', parameter: 'patient.birthdate', sentence: { 'zh-CN': '生日要写成 1980-05-17 这样。', en: 'A birthday is written like 1980-05-17.' } });
  if (faults.length > 0 || !documentType || !occasion || !purpose) throw new FhirFault(400, faults);
  return {
    documentType,
    documentNumber: number,
    fullName: text('patient.name'),
    birthday: text('patient.birthdate') || null,
    hospitalKey: text('-hospital'),
    areaCode: text('-area'),
    caseNumber: text('-case'),
    occasion,
    purpose,
    breakGlassReason,
  };
}

/** A token of FHIR: system and code; a code alone has the system ''. */
function tokenOf(token: string): readonly [system: string, code: string] {
  const at = token.lastIndexOf('|');
  return at < 0 ? ['', token] : [token.slice(0, at), token.slice(at + 1)];
}
