import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Logger } from 'pino';
import type { Ask } from '../graphql/api.ts';
import { RequestFault, requestFaults, type RequestFaultCode } from '../graphql/request-faults.ts';
import { scopeOfRequest } from '../graphql/request-scope.ts';
import { comeBackIn } from '../http/admission.ts';
import { faultCodeOf } from '../http/faults.ts';
import { searchset, type DisclosedAnswer } from './consent.ts';
import { FhirFault, fhirFaults, fhirRefusals, operationOutcome, type FhirFaultCode, type Issue } from './operation-outcome.ts';
import { capabilityStatement, publishedDefinitions } from './published-definitions.ts';
import { definitions, FHIR_JSON, type Resource } from './resources.ts';
import { readQuestion } from './search-parameters.ts';

const ANSWER = 'finding choices { item choice } wish recordedAt fingerprint disclosedAt note';
const REFUSED = '... on Refusal { code message } ... on TooManyRequests { retryAfterSeconds }';
const ASK = `mutation FhirLookUp($input: LookUpDecisionInput!) { lookUpDecision(input: $input) { __typename ... on LookUpDecisionSuccess { lookUp { id } answer { ${ANSWER} } } ${REFUSED} ... on InvalidInput { problems { path message } } } }`;
const OPEN = `mutation FhirOpen($input: OpenLookUpInput!) { openLookUp(input: $input) { __typename ... on OpenLookUpSuccess { lookUp { id } answer { ${ANSWER} } } ${REFUSED} } }`;
const WAITING = 'query FhirWaiting($after: String) { lookUpDesk { mine(first: 100, after: $after) { nodes { id status } pageInfo { hasNextPage endCursor } } } }';

/** What a command of a look-up answers: the look-up, disclosed or waiting, or a refusal. */
interface CommandAnswer {
  readonly __typename: string;
  readonly lookUp?: { readonly id: string };
  readonly answer?: DisclosedAnswer | null;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly retryAfterSeconds?: number;
}

/** The search parameters by the names that GraphQL gives them. */
const parameterOf: Readonly<Record<string, string>> = { documentNumber: 'patient.identifier', fullName: 'patient.name', caseNumber: '-case', idempotencyKey: 'Idempotency-Key' };

/** Seconds after which it is worth asking again whether the second person has confirmed. */
const ASK_AGAIN = 10;

/**
 * The gated look-up as a door of FHIR R4, for systems of hospitals: the same commands, the same gate, records and refusals as over
 * GraphQL, because it asks through GraphQL. A search is answered by a Bundle once it may be; before the second person has confirmed,
 * by 202 and where to ask again (after FHIR's asynchronous pattern): an empty Bundle would look like "no decision".
 *
 * @param publicUrl the service's own address, under which everything that we define is published.
 * @param beforeWork turns a question away that comes too much, when it has been read.
 */
export function fhirDoor(publicUrl: string, ask: Ask, log: Logger, beforeWork: RequestHandler): Router {
  const base = `${publicUrl}/fhir`;
  const names = definitions(base);
  const published = publishedDefinitions(base, names);
  const router = express.Router();

  router.use((request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    const accepts = request.accepts(['application/fhir+json', 'application/json']) !== false && [undefined, 'json', 'application/json', 'application/fhir+json'].includes(request.query['_format'] as string | undefined);
    next(accepts ? undefined : fault('not-supported', 'NOT_ACCEPTABLE', '这里只提供 JSON。', 'This door speaks JSON only.'));
  });
  router.get('/metadata', (_request, response) => send(response.set('cache-control', 'public, max-age=3600'), 200, capabilityStatement(base, names)));
  router.get('/:type/:id', (request, response, next) => {
    const resource = published.get(`${request.params.type}/${request.params.id}`);
    if (resource) send(response.set('cache-control', 'public, max-age=3600'), 200, resource);
    else next();
  });

  const search: RequestHandler = async (request, response) => {
    if (Object.keys(request.query).some((name) => name !== '_format')) throw fault('not-supported', 'IN_THE_ADDRESS', '查询条件要放在请求正文里：地址会被记进日志。', 'The question belongs into the body: addresses end up in logs.');
    const question = readQuestion((request.body ?? {}) as Record<string, unknown>, names);
    const idempotencyKey = request.get('idempotency-key') ?? randomUUID();
    answerWith(request, response, await run(request, response, ASK, 'lookUpDecision', { input: { idempotencyKey, ...question } }));
  };
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 40 });
  const isForm: RequestHandler = (request, _response, next) => next(request.is('application/x-www-form-urlencoded') ? undefined : fault('not-supported', 'NO_FORM', '查询条件要用 application/x-www-form-urlencoded 提交。', 'Send the question as application/x-www-form-urlencoded.'));
  router.post('/Consent/_search', isForm, form, beforeWork, search);

  router.use('/look-up', beforeWork);
  router.get('/look-up/:id', async (request, response) => {
    const { id } = request.params;
    const isWaiting = (await ownWaiting(request, response)).has(id);
    if (isWaiting) return void sendWaiting(response, id);
    answerWith(request, response, await run(request, response, OPEN, 'openLookUp', { input: { id } }));
  });

  router.get('/Consent', () => {
    throw fault('not-supported', 'BY_POST_ONLY', '请用 POST [base]/Consent/_search 查询：证件号码不能写在地址里。', 'Search by POST [base]/Consent/_search: a person’s number never stands in an address.');
  });
  router.use(() => {
    throw fault('not-found', 'NOT_FOUND', '这里没有这种资源或操作，见 /fhir/metadata。', 'There is no such resource or interaction here; see /fhir/metadata.');
  });
  router.use(answerFhirFaults(log));

  async function run(request: Request, response: Response, document: string, field: string, variables: Record<string, unknown>): Promise<CommandAnswer> {
    const { data, errors } = await ask(request, response, document, variables);
    if (errors?.[0] || !data) throw new Told(errors?.[0]?.extensions?.['code'], errors?.[0]?.message);
    return data[field] as CommandAnswer;
  }

  /** The caller's own look-ups that wait for the second person. */
  async function ownWaiting(request: Request, response: Response): Promise<ReadonlySet<string>> {
    const waiting = new Set<string>();
    for (let after: string | null = null; ; ) {
      const { data, errors } = await ask(request, response, WAITING, { after });
      if (errors?.[0]) throw new Told(errors[0].extensions?.['code'], errors[0].message);
      const mine = (data as { readonly lookUpDesk: { readonly mine: MinePage } | null } | null | undefined)?.lookUpDesk?.mine;
      for (const { id, status } of mine?.nodes ?? []) if (status === 'WAITING') waiting.add(id);
      if (!mine?.pageInfo.hasNextPage) return waiting;
      after = mine.pageInfo.endCursor;
    }
  }

  function answerWith(request: Request, response: Response, answer: CommandAnswer): void {
    const { requestId } = scopeOfRequest();
    if (answer.lookUp && answer.answer) return send(response, 200, searchset({ base, names, requestId, lookUpId: answer.lookUp.id }, answer.answer));
    if (answer.lookUp) return sendWaiting(response, answer.lookUp.id);
    const { status, code } = fhirRefusals[answer.__typename] ?? { status: 500, code: 'exception' as const };
    if (answer.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(answer.retryAfterSeconds));
    const issue = { severity: 'error', code, ours: answer.code ?? 'INTERNAL_SERVER_ERROR', text: answer.message ?? '' } as const;
    const problems = (answer.problems ?? []).map(({ path, message }) => ({ ...issue, text: message, parameter: parameterOf[path.join('.')] ?? path.join('.') }));
    send(response, status, operationOutcome(requestId, problems.length > 0 ? problems : [issue]));
  }

  function sendWaiting(response: Response, id: string): void {
    const { requestId, language } = scopeOfRequest();
    const text = { 'zh-CN': '已经记下，等第二人确认后才能看到结果。这不表示“没有登记”。', en: 'Written down; the answer can be had once a second person has confirmed. This does not mean that nothing is on record.' }[language];
    response.set({ 'content-location': `${base}/look-up/${id}`, 'retry-after': String(ASK_AGAIN), 'x-progress': 'waiting for the second person' });
    send(response, 202, operationOutcome(requestId, [{ severity: 'information', code: 'incomplete', ours: 'WAITING', text }]));
  }

  return router;
}

interface MinePage {
  readonly nodes: readonly { readonly id: string; readonly status: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A top-level error of GraphQL, already in the caller's language. */
class Told extends Error {
  readonly code: string;

  constructor(code: unknown, message: string | undefined) {
    super(message ?? '');
    this.code = typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
  }
}

function send(response: Response, status: number, resource: Resource): void {
  response.status(status).set('content-type', FHIR_JSON).end(JSON.stringify(resource));
}

function fault(code: Issue['code'], ours: FhirFaultCode, chinese: string, english: string): FhirFault {
  return new FhirFault(fhirFaults[ours], [{ code, ours, sentence: { 'zh-CN': chinese, en: english } }]);
}

/** Every fault as an OperationOutcome; nothing of the request and nothing of a driver is repeated. */
function answerFhirFaults(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { requestId, language } = scopeOfRequest();
    if (error instanceof FhirFault) {
      return send(response, error.status, operationOutcome(requestId, error.issues.map((issue, at) => ({ ...issue, severity: 'error', text: error.sentences[at]?.[language] ?? '' }))));
    }
    const code = error instanceof Told ? error.code : faultCodeOf(error);
    const known = Object.hasOwn(requestFaults, code) ? requestFaults[code as RequestFaultCode] : requestFaults.INTERNAL_SERVER_ERROR;
    if (!(error instanceof Told || error instanceof RequestFault) && known.status >= 500) log.error({ event: 'requestBroken', requestId, err: error }, 'request broken');
    if (known.status === 503) response.setHeader('retry-after', comeBackIn());
    if (known.status === 401) response.setHeader('www-authenticate', 'Bearer');
    send(response, known.status, operationOutcome(requestId, [{ severity: known.status >= 500 ? 'fatal' : 'error', code: issueTypes[known.status] ?? 'invalid', ours: code, text: error instanceof Told ? error.message : known.sentence[language] }]));
  };
}

const issueTypes: Readonly<Record<number, Issue['code']>> = { 401: 'login', 403: 'forbidden', 404: 'not-found', 413: 'too-long', 415: 'not-supported', 429: 'throttled', 500: 'exception', 503: 'transient' };
