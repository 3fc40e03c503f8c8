/** Starts PostGraphile, asks it in its own words for the same values, and reads them as the register would answer them. */
import { createHash } from 'node:crypto';
import type { Request } from 'autocannon';
import type { OrganisationsQuery } from '../../schema/generated/graphql.ts';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { answerContact, answerDecision, answerViewer, type DecisionRow, type PersonRow, readRules, type Rules } from './bare-look-up.ts';
import { cursorAfter } from './bare-organisations.ts';
import type { Registered } from './bare-register.ts';
import { appHeaders, type Contender, type Start, startProgram } from './contenders.ts';
import { type FreshPerson, newRegistration } from './fresh-people.ts';
import { LISTED } from './operations.ts';

const DECISION = 'rowId sequence action state choices channel consentPurpose consentVersion consentHash recordedAt fingerprint';

const LOOK_UP = `
  query LookUp($token: Base64EncodedBinary!) {
    sessionByTokenHash(tokenHash: $token) {
      channel signedInAt lastSeenAt
      personByPersonIndex {
        identity kin
        donorByDocumentIndex {
          rowId registrationNumber registeredAt version residenceCode familyKnows latestSequence
          decisionsByDonorId(first: 6, orderBy: SEQUENCE_DESC) {
            nodes {
              ${DECISION}
              nationalSyncByDecisionId { state since difference }
              disavowalByDecisionId { disavowedAt outcome finding resolvedAt }
            }
          }
        }
      }
    }
  }`;

const LIST = `
  query List {
    allOrganisations(first: ${LISTED}, orderBy: [DIVISION_CODE_ASC, REGISTRY_KEY_ASC]) {
      totalCount
      nodes { rowId registryKey name level address phone divisionCode divisionByDivisionCode { code name fullName } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

const REGISTER = `
  mutation Register($registration: RegistrationInput!) {
    createRegistration(input: { registration: $registration }) {
      registration {
        ${DECISION}
        enrolmentByEnrolmentId { registrationNumber registeredAt version residenceCode familyKnows kin personByPersonIndex { identity } }
      }
    }
  }`;

type Text<Row> = { readonly [Field in keyof Row]: Row[Field] extends Date | Buffer ? string : Row[Field] };
type DecisionAnswer = Text<Pick<DecisionRow, 'sequence' | 'action' | 'state' | 'choices' | 'channel' | 'consentPurpose' | 'consentVersion' | 'consentHash' | 'recordedAt' | 'fingerprint'>> & { readonly rowId: string };
type DonorAnswer = Text<Pick<PersonRow, 'registrationNumber' | 'registeredAt' | 'version' | 'residenceCode' | 'familyKnows'>>;

interface LookUpData {
  readonly sessionByTokenHash: Text<Pick<PersonRow, 'channel' | 'signedInAt' | 'lastSeenAt'>> & {
    readonly personByPersonIndex: Pick<PersonRow, 'identity' | 'kin'> & {
      readonly donorByDocumentIndex: DonorAnswer & Pick<PersonRow, 'latestSequence'> & {
        readonly rowId: string;
        readonly decisionsByDonorId: {
          readonly nodes: readonly (DecisionAnswer & {
            readonly nationalSyncByDecisionId: { readonly state: DecisionRow['syncState']; readonly since: string; readonly difference: DecisionRow['syncDifference'] };
            readonly disavowalByDecisionId: { readonly disavowedAt: string; readonly outcome: DecisionRow['outcome']; readonly finding: DecisionRow['finding']; readonly resolvedAt: string | null } | null;
          })[];
        };
      };
    };
  };
}

type Node = OrganisationsQuery['organisations']['nodes'][number];

interface ListData {
  readonly allOrganisations: {
    readonly totalCount: number;
    readonly nodes: readonly (Omit<Node, 'id' | 'division'> & { readonly rowId: string; readonly registryKey: string; readonly divisionCode: string; readonly divisionByDivisionCode: Node['division'] })[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  };
}

interface RegisterData {
  readonly createRegistration: {
    readonly registration: DecisionAnswer & { readonly enrolmentByEnrolmentId: DonorAnswer & Pick<PersonRow, 'kin'> & { readonly personByPersonIndex: Pick<PersonRow, 'identity'> } };
  };
}

/** PostGraphile, see `postgraphile-server.ts`. */
export async function startPostgraphile(start: Start): Promise<Contender> {
  const rules = readRules(start.settings);
  const ask = (query: string, variables: object): Request => ({ method: 'POST', path: '/graphql', headers: appHeaders, body: JSON.stringify({ query, variables }) });
  return {
    ...(await startProgram('postgraphile', 'postgraphile-server.ts', start)),
    name: 'postgraphile',
    what: 'PostGraphile with its Amber preset over views of the same tables, personal values in plain text; look-up: whoever knows the hash of the token gets the raw values, no masks, no rule, no end of a session; registering: a plain insert of a decision for somebody on file, no session, no audit, no outbox',
    request: (token) => ask(LOOK_UP, { token: secretDigest(token).toString('base64') }),
    viewerIn: (body) => viewerOf(dataOf<LookUpData>(body), rules),
    listRequest: () => ask(LIST, {}),
    listIn: (body) => listOf(dataOf<ListData>(body)),
    registerRequest: (person) => ask(REGISTER, { registration: rowOf(person) }),
    deeds: ['plain.registration'],
    registeredIn: (body) => registeredOf(dataOf<RegisterData>(body), rules),
  };
}

function dataOf<Data>(body: string): Data {
  const { data, errors } = JSON.parse(body) as { readonly data?: Data; readonly errors?: readonly { readonly message: string }[] };
  if (!data || errors) throw new Error(`postgraphile answered with faults: ${errors?.map(({ message }) => message).join(', ') ?? 'no data'}`);
  return data;
}

function viewerOf({ sessionByTokenHash: session }: LookUpData, rules: Rules): NonNullable<ReturnType<typeof answerViewer>> {
  const { identity, kin, donorByDocumentIndex: donor } = session.personByPersonIndex;
  const person: PersonRow = { ...donor, identity, kin, channel: session.channel, signedInAt: new Date(session.signedInAt), lastSeenAt: new Date(session.lastSeenAt), registeredAt: new Date(donor.registeredAt), donorId: donor.rowId };
  const rows = donor.decisionsByDonorId.nodes.map((node): DecisionRow => {
    const { nationalSyncByDecisionId: sync, disavowalByDecisionId: disavowal } = node;
    return {
      ...rowIn(node),
      ...{ syncState: sync.state, syncSince: new Date(sync.since), syncDifference: sync.difference },
      ...{ disavowedAt: dateOf(disavowal?.disavowedAt), outcome: disavowal?.outcome ?? null, finding: disavowal?.finding ?? null, resolvedAt: dateOf(disavowal?.resolvedAt) },
    };
  });
  const viewer = answerViewer(person, rows, rules, new Date());
  if (!viewer) throw new Error('postgraphile did not answer with a decision');
  return viewer;
}

function rowIn({ rowId: id, recordedAt, fingerprint, ...rest }: DecisionAnswer) {
  return { ...rest, id, recordedAt: new Date(recordedAt), fingerprint: Buffer.from(fingerprint, 'base64') };
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

function listOf({ allOrganisations: { totalCount, nodes, pageInfo } }: ListData): OrganisationsQuery['organisations'] {
  return {
    totalCount,
    nodes: nodes.map(({ rowId: id, name, level, address, phone, divisionByDivisionCode: division }) => ({ id, name, level, address, phone, division })),
    // PostGraphile's own cursors are of another form.
    pageInfo: { hasNextPage: pageInfo.hasNextPage, endCursor: cursorAfter(nodes.at(-1)) },
  };
}

function rowOf({ enrolmentId }: FreshPerson): object {
  const { idempotencyKey: key, choices, consent } = newRegistration().input;
  const idempotencyKey = String(key);
  return {
    ...{ rowId: crypto.randomUUID(), enrolmentId, sequence: 1, action: 'REGISTERED', state: 'AGREED', choices: Object.fromEntries(choices.map(({ item, choice }) => [item, choice])) },
    ...{ channel: 'ZHELIBAN_APP', assuranceLevel: 'ADVANCED_REAL_NAME', consentPurpose: 'AGREE', consentVersion: consent.version, consentHash: consent.hash, recordedAt: new Date() },
    ...{ fingerprint: createHash('sha256').update(idempotencyKey).digest('base64'), idempotencyKey },
  };
}

function registeredOf({ createRegistration: { registration } }: RegisterData, rules: Rules): Registered {
  const { enrolmentByEnrolmentId: donor, ...decided } = registration;
  const row = { ...rowIn(decided), syncState: 'PENDING' as const, syncSince: new Date(decided.recordedAt), syncDifference: null, disavowedAt: null, outcome: null, finding: null, resolvedAt: null };
  const decision = answerDecision(row, rules, row.recordedAt);
  const { registrationNumber, version, residenceCode, familyKnows, kin, personByPersonIndex: { identity } } = donor;
  const contact = answerContact({ identity, residenceCode, familyKnows, kin });
  return {
    __typename: 'RegisterDonorSuccess',
    donor: { registrationNumber, registeredAt: new Date(donor.registeredAt).toISOString(), version, nationalHold: false, contested: null, queuedWithdrawal: null, decision, contact },
    decision,
  };
}
