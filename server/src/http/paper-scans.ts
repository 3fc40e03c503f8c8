import { raw as wholeBody, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Ask } from '../graphql/api.ts';
import { RequestFault, requestFaults, type RequestFaultCode } from '../graphql/request-faults.ts';
import { MOST_SCAN_BYTES } from '../paper-forms/scan-file.ts';

const REFUSED = '... on Refusal { code message } ... on InvalidInput { problems { path code message } } ... on TooManyRequests { retryAfterSeconds }';
const KEEP = `mutation KeepScan($input: KeepPaperScanInput!) { answer: keepPaperScan(input: $input) { __typename ... on KeepPaperScanSuccess { scanId mediaType pages sha256 } ${REFUSED} } }`;
const SHOW = `mutation ShowScan($input: ShowPaperScanInput!) { answer: showPaperScan(input: $input) { __typename ... on ShowPaperScanSuccess { scanId mediaType file } ${REFUSED} } }`;
const SHOW_OWN = `mutation ShowOwnScan($input: ShowOwnPaperScanInput!) { answer: showOwnPaperScan(input: $input) { __typename ... on ShowOwnPaperScanSuccess { scanId mediaType file } ${REFUSED} } }`;

/** What a command about a scan answers: a success with its fields, or a refusal. */
interface ScanAnswer {
  readonly __typename: string;
  readonly scanId?: string;
  readonly mediaType?: string;
  readonly file?: string;
}

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' };

/**
 * The door for scans of signed forms, which are larger than the body of a GraphQL request may be: the bytes themselves come and go here,
 * and everything else is GraphQL's: the same callers, rules, units of work and audit entries, because it asks through GraphQL. Reading
 * stops at the limit. What goes out is a download of exactly its true type, in a sandbox, and is kept nowhere.
 */
export function paperScans(ask: Ask): Router {
  const body = wholeBody({ limit: MOST_SCAN_BYTES, type: () => true, inflate: false });
  const keep: RequestHandler = async (request, response) => {
    const file = Buffer.isBuffer(request.body) ? request.body.toString('base64') : '';
    const answer = await run(ask, request, response, KEEP, { input: { file } });
    response.status(answer.__typename === 'KeepPaperScanSuccess' ? 201 : statusOf(answer)).json(answer);
  };
  const show = (document: string, name: 'formId' | 'decisionId'): RequestHandler<{ id: string }> => async (request, response) => {
    const answer = await run(ask, request, response, document, { input: { [name]: request.params.id } });
    const { scanId, mediaType, file } = answer;
    if (scanId === undefined || mediaType === undefined || file === undefined) return void response.status(statusOf(answer)).json(answer);
    response.setHeader('content-type', mediaType);
    response.setHeader('content-disposition', `attachment; filename="scan-${scanId}.${endings[mediaType] ?? 'bin'}"`);
    response.setHeader('content-security-policy', "default-src 'none'; sandbox");
    response.setHeader('x-content-type-options', 'nosniff');
    response.end(Buffer.from(file, 'base64'));
  };
  const router = Router();
  router.use((_request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    next();
  });
  router.post('/', body, keep);
  router.get('/form/:id', show(SHOW, 'formId'));
  router.get('/decision/:id', show(SHOW_OWN, 'decisionId'));
  return router;
}

async function run(ask: Ask, request: Request, response: Response, document: string, variables: Readonly<Record<string, unknown>>): Promise<ScanAnswer> {
  const { data, errors } = await ask(request, response, document, variables);
  const code = errors?.[0]?.extensions?.['code'];
  if (code !== undefined || !data) throw new RequestFault(isFaultCode(code) ? code : 'INTERNAL_SERVER_ERROR');
  return data['answer'] as ScanAnswer;
}

/** A refusal is told with its code and sentence; the status is for programs that look no further. */
function statusOf({ __typename }: ScanAnswer): number {
  return __typename === 'TooManyRequests' ? 429 : __typename === 'InvalidInput' ? 422 : 403;
}

function isFaultCode(code: unknown): code is RequestFaultCode {
  return typeof code === 'string' && code in requestFaults;
}
