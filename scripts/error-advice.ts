/** What somebody who meets a code should do; the catalogue (error-catalogue.ts) says what it means. A code without an entry fails the check. */
import type { FhirFaultCode } from '../server/src/fhir/operation-outcome.ts';
import type { RequestFaultCode } from '../server/src/graphql/request-faults.ts';

/** Whether to send the same again, and what to do. */
export interface Advice {
  /** What it means for a partner, where the code's own sentence speaks to somebody at a page. */
  readonly meaning?: string;
  readonly again: string;
  readonly todo: string;
}

const NO = 'no';
const mend = (todo: string): Advice => ({ again: NO, todo });

/** Codes that leave under the name of another: an ended session, or an ended token, is a missing sign-in. */
type SentUnderAnother = 'SESSION_ENDED' | 'TOKEN_ENDED';

/** Faults of a request: `errors[].extensions.code`. */
export const faultAdvice: Readonly<Record<Exclude<RequestFaultCode, SentUnderAnother>, Advice>> = {
  UNAUTHENTICATED: { again: 'with a new token', todo: 'Get a token and send the same request again. If it comes with a fresh token, too: your key ended, or you are suspended; ask the operator.' },
  FORBIDDEN: { meaning: 'You may not ask this.', ...mend('Your token lacks the scope of a field, or the field is open to no partner. Ask for the scope; if you have it, name it when you get the token.') },
  MALFORMED_REQUEST: mend('Send one JSON object with `query` or `documentId`, as `application/json`, by `POST`; name the operation when a document has several. Batches are not taken.'),
  NOT_FOUND: mend('Compare the address with what the operator sent you.'),
  PAYLOAD_TOO_LARGE: mend('Ask for less at once, or name a document by its id.'),
  UNSUPPORTED_MEDIA_TYPE: mend('Send the body without `content-encoding`, or with gzip, deflate or br, in UTF-8.'),
  MALFORMED_TEXT: mend('Take the NUL byte or the half character out of your text; it often comes from cutting a text in the middle of a character.'),
  PERSISTED_DOCUMENT_REQUIRED: mend('Your token was not sent, so you were taken for a stranger: send it as `authorization: Bearer …`.'),
  PERSISTED_DOCUMENT_NOT_FOUND: { meaning: 'No document has the id that you named.', ...mend('Send the text of your document as `query`.') },
  QUERY_TOO_COSTLY: mend('`extensions` name the `limit`, what is `allowed` and what was `requested`: [limits](limits.md#how-large-a-document-may-be). Ask for smaller pages or in several requests.'),
  TOO_MANY_REQUESTS: { again: 'after `retry-after` seconds', todo: 'The points of your hour are used up: `extensions.cost` tells how you stand. Ask for fewer objects, less often, or for a larger budget.' },
  BAD_USER_INPUT: mend('A variable has the wrong type, `first` lies outside 1 to 100, or a cursor is not one of ours. Begin a list again without `after`.'),
  GRAPHQL_PARSE_FAILED: mend('Mend the document; with `accept-language: en` the message names the place.'),
  GRAPHQL_VALIDATION_FAILED: mend('Compare the document with the [reference](reference.md); with `accept-language: en` the message names the field.'),
  SERVICE_UNAVAILABLE: { again: 'after some seconds, ever longer', todo: 'Send the same again, a mutation with the same idempotency key. Nothing was done, or it will not be done twice.' },
  INTERNAL_SERVER_ERROR: { again: 'once or twice', todo: 'A fault of ours. Send the same again, a mutation with the same idempotency key; if it stays, tell us `extensions.requestId`.' },
};

/** Refusals: members of a result that implement `Refusal`. By the code. */
export const refusalAdvice: Readonly<Record<string, Advice>> = {
  INVALID_INPUT: mend('`problems` lists every fault with the way to the value. Mend them all and use the same idempotency key.'),
  IDEMPOTENCY_KEY_REUSED: mend('You sent something else under this key in the last 24 hours. Make a new key for each new deed, and keep it with what you send, so that only a repetition has the same one.'),
  TOO_MANY_REQUESTS: { again: 'after `retryAfterSeconds`', todo: 'One person, one card or all your requests of this kind together came too often: [limits](limits.md#how-often). Points were taken all the same.' },
};

/** Errors of the token endpoint: `error` (RFC 6749, 5.2). */
export const tokenErrors: readonly (Advice & { readonly code: string; readonly status: number; readonly meaning: string })[] = [
  { code: 'invalid_request', status: 400, meaning: 'The form lacks something, holds it twice, or the assertion is none.', ...mend('Send `grant_type`, `scope`, `client_assertion_type` and `client_assertion` once each, as a form.') },
  { code: 'invalid_client', status: 401, meaning: 'You could not be recognised: key, `kid`, `aud`, `exp`, `jti`, agreement or suspension. It does not say which.', again: 'with a new assertion', todo: 'Compare the assertion with [keys.md](keys.md#what-you-sign) line by line, then your clock. After five in a minute you are not heard for ten.' },
  { code: 'invalid_scope', status: 400, meaning: 'You were not granted a scope that you named.', ...mend('Name only what the operator granted you.') },
  { code: 'invalid_target', status: 400, meaning: '`resource` names another API.', ...mend('Leave `resource` out.') },
  { code: 'unsupported_grant_type', status: 400, meaning: 'There is one grant: `client_credentials`.', ...mend('Send `grant_type=client_credentials`.') },
  { code: 'temporarily_unavailable', status: 429, meaning: 'Too many failures came from you, or from your address.', again: 'after `retry-after` seconds', todo: 'Mend what fails before you ask again.' },
  { code: 'temporarily_unavailable', status: 503, meaning: 'The database cannot be reached.', again: 'after some seconds, ever longer', todo: 'Ask again with a new assertion.' },
  { code: 'server_error', status: 500, meaning: 'A fault of ours.', again: 'once or twice', todo: 'Ask again with a new assertion; if it stays, tell us `x-request-id`.' },
];

/** What only the FHIR door refuses: `details.coding.code`. */
export const fhirAdvice: Readonly<Record<FhirFaultCode, Advice & { readonly meaning: string }>> = {
  NOT_ACCEPTABLE: { meaning: 'XML, or another form, was asked for.', ...mend('Accept `application/fhir+json`.') },
  IN_THE_ADDRESS: { meaning: 'A part of the question stands in the address.', ...mend('Put the whole question into the body: addresses end up in logs.') },
  NO_FORM: { meaning: 'The body is no form.', ...mend('Send `application/x-www-form-urlencoded`.') },
  BY_POST_ONLY: { meaning: 'A search came by `GET`.', ...mend('Use `POST [base]/Consent/_search`.') },
  NOT_FOUND: { meaning: 'There is no such resource or interaction.', ...mend('See `/fhir/metadata` for what there is.') },
  UNKNOWN_PARAMETER: { meaning: 'A parameter is not known here; which, is told by its place.', ...mend('Leave it out: left out of account, it could change what the answer means.') },
  MISSING: { meaning: 'A parameter is missing.', ...mend('`diagnostics` names it.') },
  GIVEN_TWICE: { meaning: 'A parameter has two values.', ...mend('Ask about one person and one case.') },
  MALFORMED: { meaning: 'A value has another form, or is none of those that there are.', ...mend('`diagnostics` names the parameter, `/fhir/metadata` its values.') },
  UNKNOWN_CATEGORY: { meaning: 'Another category was asked for.', ...mend('Ask for `http://loinc.org|64300-7`.') },
};

/** Refusals of the look-up as the FHIR door tells them, where they need another word than over GraphQL. By the code. */
export const lookUpAdvice: Readonly<Record<string, Advice>> = {
  LOOK_UP_NOT_OPEN: mend('One answer for every reason: number and name of two people, a hospital that is not the doctor’s, an account that may not. Look at what was typed; then ask the person in charge.'),
  INVALID_INPUT: mend('One issue for each fault; `diagnostics` names the parameter.'),
  TOO_MANY_REQUESTS: { again: 'after `Retry-After` seconds', todo: 'The doctor, or this person, was at the limit of a day or an hour.' },
  IDEMPOTENCY_KEY_REUSED: mend('Make a new `Idempotency-Key` for each question, and keep it for repeating that one.'),
};

/** Why a delivery did not arrive at your address: `attempts.trouble`. */
export const deliveryAdvice: Readonly<Record<string, Advice & { readonly meaning: string }>> = {
  TIMED_OUT: { meaning: 'Your address did not answer within 10 seconds.', again: 'we do', todo: 'Answer first, work afterwards.' },
  UNREACHABLE: { meaning: 'No connection came about.', again: 'we do', todo: 'Look at your server and its firewall.' },
  NAME_NOT_FOUND: { meaning: 'The name of your address leads nowhere.', again: 'we do', todo: 'Look at your DNS.' },
  CERTIFICATE: { meaning: 'Your certificate is not accepted.', again: 'we do', todo: 'Renew it, with the whole chain.' },
  ADDRESS_NOT_ALLOWED: { meaning: 'The address is not `https`, or lies in a private network.', again: 'we do', todo: 'Give the operator a public address.' },
  REDIRECTED: { meaning: 'You answered with a redirect, which is not followed.', again: 'we do', todo: 'Give the operator the address to which it leads.' },
  HTTP_STATUS: { meaning: 'You answered with something else than 200 to 299.', again: 'we do', todo: '401 is mostly the wrong secret, or a body that was parsed before it was verified.' },
  GONE: { meaning: 'You answered 410: it is given up at once.', again: NO, todo: 'Send it again by `resendWebhookDelivery` if that was not meant.' },
  PARTNER_NOT_IN_FORCE: { meaning: 'You are suspended, or your agreement is not in force.', again: 'we do', todo: 'Ask the operator.' },
  ENDPOINT_REMOVED: { meaning: 'The operator removed the address.', again: NO, todo: 'Nothing more comes there.' },
  PERSON_FORGOTTEN: { meaning: 'The person was erased; there is no name of theirs any more.', again: NO, todo: 'Nothing: `sanxian.person.erased` told you.' },
  INTERNAL: { meaning: 'A fault of ours.', again: 'we do', todo: 'Nothing.' },
};
