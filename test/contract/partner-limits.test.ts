import { expect, it } from 'vitest';
import { BODY_LIMIT } from '../../server/src/app.ts';
import { readConfig } from '../../server/src/config.ts';
import { MAX_PAGE } from '../../server/src/graphql/connections.ts';
import { documentLimits, partnerLimits } from '../../server/src/graphql/gate/document-limits.ts';
import { fieldPoints, pointRules } from '../../server/src/graphql/gate/cost.ts';
import { limitRules, type LimitedAction } from '../../server/src/graphql/limits.ts';
import { PATIENCE as SERVER_PATIENCE } from '../../server/src/main.ts';
import { pauses, TRY_FOR } from '../../server/src/outbox/backoff.ts';
import { AT_ONCE } from '../../server/src/outbox/dispatcher.ts';
import { failureLimits } from '../../server/src/partners/failed-authentications.ts';
import { REPEATED_FOR } from '../../server/src/partners/once-for-partner.ts';
import { TOKEN_LIFETIME } from '../../server/src/partners/partner-tokens.ts';
import { ASSERTION_LIFETIME, CLOCK_TOLERANCE } from '../../server/src/partners/token-endpoint.ts';
import { OVERLAP } from '../../server/src/webhooks/change-webhooks.ts';
import { PATIENCE } from '../../server/src/webhooks/post-webhook.ts';
import { codesIn, paper, tableBelow } from '../kit/papers.ts';
import { newKeys } from '../kit/world.ts';

const page = paper('docs/partners/limits.md');
const HOUR = 3_600_000;
const config = readConfig({ mode: 'test', databaseUrl: '', dataFolder: '', ownUrl: '', environment: newKeys() });
const rule = (action: LimitedAction): readonly [number, number] => [limitRules[action].points, limitRules[action].seconds];

it('docs/partners/limits.md tells the points of each field', () => {
  const told = tableBelow(page, 'What a document costs').map((row) => [codesIn(row['root field'])[0], Number(row['points'])]);
  expect(Object.fromEntries(told)).toEqual({ ...fieldPoints, Query: pointRules.query, Mutation: pointRules.mutation });
  expect(page).toContain(`You may spend ${config.partners.pointsPerHour.toLocaleString('en')} points in an hour`);
  expect([page.includes('one point for each hundred objects'), pointRules.nodesPerPoint]).toEqual([true, 100]);
});

it('docs/partners/limits.md tells the limits that are narrower for partners', () => {
  const told = tableBelow(page, 'How large a document may be').map((row) => [codesIn(row['limit'])[0], Number(row['for partners'])]);
  const narrower = Object.entries(partnerLimits).filter(([limit, most]) => most < documentLimits[limit as keyof typeof documentLimits]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(narrower));
});

it('docs/partners/limits.md tells how often what may be done', () => {
  const told = tableBelow(page, 'How often').map((row) => [row['what'], [Number(row['how many']), Number(row['in seconds'])]]);
  expect(Object.fromEntries(told)).toEqual({
    '`submitRegistration` of one partner': rule('submitRegistration'),
    '`submitRegistration` for one person': rule('submitForPerson'),
    '`askDonorStatus` about one card, whether or not anybody has it': rule('askDonorStatus'),
    'look-ups of one doctor over FHIR': rule('lookUp'),
    'look-ups of one person by one doctor': rule('lookUpOfPersonByAccount'),
    'look-ups of one person by whomever': rule('lookUpOfPerson'),
    'broken glass of one doctor': rule('breakGlass'),
    'failures at the token endpoint, of one partner from one address': [failureLimits.ofOnePartnerFromOneAddress, 60],
    'failures at the token endpoint, from one address': [failureLimits.ofOneAddress, 60],
  });
  expect(page).toContain(`nothing is heard for ${failureLimits.lockedOut} seconds more`);
});

it('docs/partners/limits.md tells how long and how large things are', () => {
  const told = tableBelow(page, 'How long and how large').map((row) => [row['what'], row['value']]);
  expect(Object.fromEntries(told)).toEqual({
    'a token': `${TOKEN_LIFETIME} s`,
    'an assertion ends at most so far ahead': `${ASSERTION_LIFETIME} s`,
    'two clocks may differ by': `${CLOCK_TOLERANCE} s`,
    'an answer is repeated for its idempotency key': `${REPEATED_FOR / HOUR} h`,
    'the body of a request': `${BODY_LIMIT / 1024} kB`,
    'a page of a list': `${MAX_PAGE} entries`,
    'the answer to a document': `${documentLimits.answerBytes.toLocaleString('en')} bytes`,
    'a request: its head, the whole of it': `${SERVER_PATIENCE.headersTimeout / 1_000} s, ${SERVER_PATIENCE.requestTimeout / 1_000} s`,
    'your answer to an event': `${PATIENCE / 1_000} s`,
    'the first pause before an event is sent again, the longest': `${pauses.first / 1_000} s, ${pauses.longest / HOUR} h`,
    'an event is tried': `${TRY_FOR / (24 * HOUR)} days`,
    'events under way to one address at once': String(AT_ONCE),
    'a former secret signs beside the new one': `${OVERLAP / HOUR} h`,
    'events and their attempts are kept afterwards': `${config.retention.eventDays} days`,
    'a registration that you sent is kept': `${config.retention.submissionDays} days`,
  });
});
