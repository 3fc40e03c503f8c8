import * as v from 'valibot';

/*
 * What `evidence.json` holds. The names are the register's own words (CONTEXT.md); docs/evidence.md explains them to whoever
 * has nothing but the file. A changed meaning is a new format.
 */

/** The format that this release writes. */
export const EVIDENCE_FORMAT = 'sanxian-evidence 1';

const text = v.string();
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const list = <const Entry extends v.GenericSchema>(entry: Entry) => v.pipe(v.array(entry), v.readonly());

/** An instant in UTC and on the clock of China, for people. */
const moment = v.strictObject({ utc: v.pipe(text, v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)), china: v.pipe(text, v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/)) });

/** Somebody who acted: who they are, and for whom. */
const officer = v.strictObject({ name: text, role: v.picklist(['REGISTRAR', 'COORDINATOR', 'MANAGER', 'AUDITOR', 'CLINICIAN']), of: text });

const consent = v.strictObject({
  purpose: v.picklist(['AGREE', 'REFUSE', 'WITHDRAW']),
  version: text,
  language: v.picklist(['zh-CN', 'en']),
  hash: sha256,
  paragraphs: list(text),
});

const signedRoot = v.strictObject({
  sequence: count,
  previousDigest: sha256,
  merkleRoot: sha256,
  leafCount: count,
  totalCount: count,
  complete: v.boolean(),
  sealedAt: count,
  algorithm: text,
  keyId: text,
  signature: text,
});

const inclusionProof = v.strictObject({ row: text, index: count, path: list(hex), root: signedRoot });

const item = v.picklist(['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE', 'EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER']);

const decision = v.strictObject({
  id: text,
  sequence: count,
  action: v.picklist(['REGISTERED', 'EDITED', 'REAFFIRMED', 'REFUSED', 'WITHDRAWN', 'REINSTATED']),
  state: v.picklist(['AGREED', 'REFUSED', 'WITHDRAWN']),
  choices: list(v.strictObject({ item, kind: v.picklist(['ORGAN', 'TISSUE']), choice: v.picklist(['AGREE', 'REFUSE', 'NOT_STATED']) })),
  channel: v.picklist(['ZHELIBAN_APP', 'ZHELIBAN_WECHAT', 'ZHELIBAN_ALIPAY', 'OPEN_WEB', 'RED_CROSS_OFFICE']),
  assuranceLevel: v.picklist(['NOT_REAL_NAME', 'BASIC_REAL_NAME', 'ADVANCED_REAL_NAME']),
  /** `none` where the register put back that nothing was ever declared, or took a decision over from a former system, whose words it does not have. */
  consent: v.strictObject({ purpose: v.picklist(['AGREE', 'REFUSE', 'WITHDRAW']), version: text, hash: v.union([sha256, v.literal('none')]) }),
  recordedAt: moment,
  /** The canonical form (docs/canonical-decision.md), of which the fingerprint is the SHA-256. */
  canonical: text,
  fingerprint: sha256,
  /** That the person said this one was not theirs, and what came of it. */
  disavowal: v.nullable(v.strictObject({ at: moment, outcome: v.picklist(['OPEN', 'UPHELD', 'DISMISSED']) })),
  nationalRegister: v.strictObject({ state: v.picklist(['PENDING', 'SENT', 'CONFIRMED', 'REJECTED', 'CONFLICT']), since: moment }),
  proof: v.strictObject({ decision: inclusionProof, entry: inclusionProof }),
});

const key = v.strictObject({ id: text, algorithm: text, sha256 });

/** Everything that is shown on the pages. */
const content = {
  format: v.literal(EVIDENCE_FORMAT),
  /** Made by a register with invented people: it says nothing about anybody. */
  demonstration: v.boolean(),
  id: text,
  issuedAt: moment,
  issuedBy: officer,
  case: v.strictObject({
    lookUpId: text,
    caseNumber: text,
    hospital: text,
    areaCode: text,
    occasion: v.picklist(['DEATH_ESTABLISHED', 'DEATH_EXPECTED']),
    requestedBy: officer,
    requestedAt: moment,
    confirmedBy: v.nullable(officer),
    confirmedAt: v.nullable(moment),
    breakGlassReason: v.nullable(text),
    answeredAt: moment,
    /** What the look-up was answered; it may have changed since. */
    toldState: v.picklist(['AGREED', 'REFUSED', 'WITHDRAWN', 'SILENT', 'CONTESTED', 'RESTRICTED']),
  }),
  person: v.strictObject({
    fullName: text,
    documentType: v.picklist(['RESIDENT_ID_CARD', 'PASSPORT', 'OFFICER_CARD', 'HONG_KONG_MACAO_PERMIT', 'TAIWAN_PERMIT', 'FOREIGN_PERMANENT_RESIDENT_CARD']),
    documentNumber: text,
    registrationNumber: text,
    registeredAt: moment,
  }),
  /** On what others may rely: the newest decision, unless it is contested or a withdrawal waits; then the least invasive. */
  standing: v.strictObject({ state: v.picklist(['AGREED', 'REFUSED', 'WITHDRAWN']), contestedSince: v.nullable(moment), withdrawalQueuedAt: v.nullable(moment) }),
  /** Every decision, newest first. */
  decisions: v.pipe(v.array(decision), v.minLength(1), v.readonly()),
  /** The words of every declaration that a decision names, each once. */
  consents: list(consent),
  /** By which keys this package is checked: to be compared with what was handed over by another road. */
  keys: v.strictObject({ evidence: key, audit: list(key) }),
};

const packageSchema = v.strictObject({
  ...content,
  /** The pages as they were rendered: the first bytes of the file, and their SHA-256. */
  document: v.strictObject({ bytes: count, sha256 }),
});

/** What a package says, before its pages are drawn. */
export type EvidenceContent = Omit<v.InferOutput<typeof packageSchema>, 'document'>;
/** `evidence.json` as a whole. */
export type EvidencePackage = v.InferOutput<typeof packageSchema>;
/** One decision of a package. */
export type EvidenceDecision = EvidenceContent['decisions'][number];
/** An instant of a package. */
export type Moment = v.InferOutput<typeof moment>;
/** Somebody who acted, as a package names them. */
export type EvidenceOfficer = v.InferOutput<typeof officer>;

/** The text of `evidence.json`: made for people to read, too. */
export function evidenceJson(evidence: EvidencePackage): Buffer {
  return Buffer.from(`${JSON.stringify(evidence, null, 2)}\n`);
}

/** Reads `evidence.json`; null when it does not have this format. */
export function parseEvidence(json: Uint8Array): EvidencePackage | null {
  try {
    const parsed = v.safeParse(packageSchema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** China has had one clock, eight hours ahead, and no summer time since before this register began. */
const CHINA_MS = 8 * 60 * 60_000;

/** An instant as a package writes it. */
export function momentOf(instant: Date): Moment {
  return { utc: instant.toISOString(), china: new Date(instant.getTime() + CHINA_MS).toISOString().replace('Z', '+08:00') };
}

/** The newest decision. */
export function newestOf({ decisions }: Pick<EvidenceContent, 'decisions'>): EvidenceDecision {
  const [newest] = decisions;
  if (!newest) throw new Error('A package without a decision');
  return newest;
}
