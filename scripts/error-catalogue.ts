/** The catalogue of errors for partners (docs/partners/errors.md), made from the code: nothing that a partner can meet is missing. */
import { buildSchema, isEnumType, isObjectType, isUnionType, type GraphQLSchema } from 'graphql';
import { fhirFaults, fhirRefusals, type FhirFaultCode } from '../server/src/fhir/operation-outcome.ts';
import { requestFaults } from '../server/src/graphql/request-faults.ts';
import { deliveryAdvice, faultAdvice, fhirAdvice, lookUpAdvice, refusalAdvice, tokenErrors, type Advice } from './error-advice.ts';

/** The code of a refusal by the name of its type: `TooManyRequests`, `TOO_MANY_REQUESTS`. */
const codeOfType = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** The advice about a code. @throws Error when there is none: the catalogue must be whole. */
function adviceAbout<Found extends Advice>(advice: Readonly<Record<string, Found>>, code: string, where: string): Found {
  const found = advice[code];
  if (!found) throw new Error(`${code} (${where}) has no entry in scripts/error-advice.ts: say whether to try again, and what to do`);
  return found;
}

/** The refusals that a partner can meet, with the commands that answer with each. */
export function partnerRefusals(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const met = new Map<string, readonly string[]>();
  for (const { name: field, type } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const result = schema.getType(String(type).replace(/!$/, ''));
    const refusals = isUnionType(result) ? result.getTypes().filter((member) => member.getInterfaces().some(({ name }) => name === 'Refusal')) : [];
    for (const { name } of refusals) met.set(codeOfType(name), [...(met.get(codeOfType(name)) ?? []), field]);
  }
  return met;
}

/** The words for why a delivery did not arrive, as the contract lists them. */
export function deliveryTroubles(schema: GraphQLSchema): readonly string[] {
  const attempt = schema.getType('WebhookAttempt');
  const told = isObjectType(attempt) ? (attempt.getFields()['trouble']?.description ?? '') : '';
  return [...told.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code);
}

/** The catalogue. */
export function errorCatalogue(partnerSdl: string): string {
  const schema = buildSchema(partnerSdl);
  const meaningOf = (type: string, value: string): string => {
    const found = schema.getType(type);
    return (isEnumType(found) && found.getValue(value)?.description) || '';
  };
  const faults = Object.entries(faultAdvice).map(([code, advice]) => {
    const { status, sentence } = requestFaults[code === 'UNAUTHENTICATED' ? 'TOKEN_ENDED' : (code as keyof typeof faultAdvice)];
    return [tick(code), String(status), advice.meaning ?? sentence.en, ...told(advice)];
  });
  const refusals = [...partnerRefusals(schema)].toSorted().map(([code, fields]) => [tick(code), fields.map(tick).join(', '), meaningOf('RefusalCode', code), ...told(adviceAbout(refusalAdvice, code, 'refusal'))]);
  const problems = schema.getType('InputProblemCode');
  const lookUps = Object.values(fhirRefusals).map(({ ours, status, code }) => [tick(ours), String(status), tick(code), '', ...told(adviceAbout(lookUpAdvice, ours, 'FHIR'))]);
  const ofDoor = (Object.keys(fhirFaults) as FhirFaultCode[]).map((code) => [tick(code), String(fhirFaults[code]), '', fhirAdvice[code].meaning, ...told(fhirAdvice[code])]);
  return `${[
    '# Errors\n\nGenerated from the code by `pnpm schema`; do not edit. Programs look at codes, people read `message` (Chinese, or English with\n`accept-language: en`); the text of a message may change at any time. Every answer carries `x-request-id`: tell us that when you ask.\n',
    `## Faults\n\n\`errors[].extensions.code\` of the GraphQL endpoint. The number is the HTTP status when a request is turned away at the door; as a part of an\nanswer the same code comes with 200 ([api.md](../api.md#codes-of-faults)). Where a mutation was sent, look at \`data\`, too.\n\n${table(['code', 'HTTP', 'meaning', 'again?', 'what to do'], faults)}`,
    `## Refusals\n\nMembers of a mutation's result that implement \`Refusal\`: HTTP 200, and nothing was changed. A code that you do not know is a new rule: show\n\`message\`, and do not try again by yourself.\n\n${table(['code', 'of', 'meaning', 'again?', 'what to do'], refusals)}`,
    `### Problems of an input\n\n\`problems[].code\` of \`INVALID_INPUT\`, with \`path\` as the way to the value. None is worth trying again unchanged.\n\n${table(['code', 'meaning'], isEnumType(problems) ? problems.getValues().map(({ name, description }) => [tick(name), description ?? '']) : [])}`,
    `## The token endpoint\n\n\`error\` of the answer (RFC 6749, 5.2).\n\n${table(['code', 'HTTP', 'meaning', 'again?', 'what to do'], tokenErrors.map(({ code, status, meaning, ...advice }) => [tick(code), String(status), meaning, ...told(advice)]))}`,
    `## FHIR\n\nAn \`OperationOutcome\`: \`details.coding.code\` is ours, \`issue.code\` FHIR's. The faults above come, too, under their own codes. \`WAITING\` (202) is no error: a\nsecond person must confirm first.\n\n${table(['code', 'HTTP', '`issue.code`', 'meaning', 'again?', 'what to do'], [...lookUps.map(([code = '', status = '', issue = '', , ...rest]) => [code, status, issue, meaningOf('RefusalCode', code.replaceAll('`', '')), ...rest]), ...ofDoor])}`,
    `## Deliveries of events\n\n\`attempts.trouble\` of \`webhookDeliveries\`: what kept an event from your address.\n\n${table(['code', 'meaning', 'again?', 'what to do'], deliveryTroubles(schema).map((code) => {
      const advice = adviceAbout(deliveryAdvice, code, 'delivery');
      return [tick(code), advice.meaning, ...told(advice)];
    }))}`,
  ]
    .join('\n')
    .trimEnd()}\n`;
}

const tick = (code: string): string => `\`${code}\``;
const told = ({ again, todo }: Advice): readonly string[] => [again, todo];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
