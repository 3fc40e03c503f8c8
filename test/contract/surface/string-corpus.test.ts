import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { personalValuesOf } from '../../../server/src/donors/personal-values.ts';
import { OrganisationCorrection } from '../../../server/src/organisations/organisation-correction.entity.ts';
import { EditDecisionDocument, SuggestOrganisationCorrectionDocument } from '../../../schema/generated/graphql.ts';
import { choicesOf, consentTo, deciding, XIHU } from '../../kit/decisions.ts';
import { isLong, report } from '../../kit/effort.ts';
import { naughtyStrings, ownStrings, publishedStrings } from '../../kit/surface/naughty-strings.ts';
import { createSurfaceWorld } from '../../kit/surface/surface-world.ts';

const world = await createSurfaceWorld();
const citizen = await world.citizen();

/** Writing costs more than asking: the short form writes every own string and some of the published ones. */
const written = isLong ? naughtyStrings : [...publishedStrings.filter((_, index) => index % 8 === 0), ...ownStrings];
const isUnstorable = (text: string) => text.includes('\u0000') || !text.isWellFormed();

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function ask(body: object): Promise<{ data: Record<string, unknown>; code: string | undefined }> {
  const { status, text } = await world.send({ body, headers: { authorization: `Bearer ${citizen.token}` } });
  expect(status, text).toBeLessThan(500);
  const { data, errors } = JSON.parse(text) as Answer;
  return { data: data ?? {}, code: errors?.[0]?.extensions.code };
}

const rows: Record<string, unknown>[] = [];
const count = (what: string, ends: readonly string[]) => {
  const of = (end: string) => ends.filter((each) => each === end).length;
  rows.push({ 'sent as': what, strings: ends.length, exact: of('exact'), 'normal form': of('normal form'), refused: of('refused'), altered: of('altered') });
  expect(ends.filter((end) => end === 'altered')).toEqual([]);
};

describe('naughty strings', () => {
  it('as a division’s code and as words to search for find what they name, or nothing, or are refused', async () => {
    const ends: string[] = [];
    for (const text of naughtyStrings) {
      const { data, code } = await ask({ query: 'query ($s: String!) { division(code: $s) { code } organisations(first: 1, filter: { search: $s, divisionCode: $s }) { totalCount } }', variables: { s: text } });
      const found = data['division'] as { code: string } | null;
      if (isUnstorable(text)) expect(code, JSON.stringify(text)).toBe('MALFORMED_TEXT');
      else expect(code, JSON.stringify(text)).toBeUndefined();
      ends.push(code ? 'refused' : found === null || found.code === text ? 'exact' : 'altered');
    }
    count('division code and search', ends);
  });

  it('as a note to staff are kept as they are, or refused', { timeout: 120_000 }, async () => {
    const organisationId = ((await ask({ query: '{ organisations(first: 1) { nodes { id } } }' })).data['organisations'] as { nodes: { id: string }[] }).nodes[0]?.id ?? '';
    const ends: string[] = [];
    for (const text of written) {
      const { data, code } = await ask({ documentId: SuggestOrganisationCorrectionDocument.id, variables: { input: { organisationId, note: text } } });
      const result = data['suggestOrganisationCorrection'] as { __typename: string; receiptNumber?: string } | undefined;
      if (result?.__typename !== 'SuggestOrganisationCorrectionSuccess') {
        expect([code, result?.__typename]).toEqual(isUnstorable(text) ? ['MALFORMED_TEXT', undefined] : [undefined, 'InvalidInput']);
        ends.push('refused');
        continue;
      }
      const kept = await world.orm.em.fork().findOneOrFail(OrganisationCorrection, { receiptNumber: result.receiptNumber ?? '' });
      // Outer white space goes, and lines end as PostgreSQL and we write them.
      const normal = text.replaceAll('\r\n', '\n').trim();
      ends.push(kept.note === text ? 'exact' : kept.note === normal ? 'normal form' : 'altered');
    }
    count('note to staff', ends);
  });

  it('as the name of an emergency contact are kept as they are, or refused', { timeout: 300_000 }, async () => {
    await deciding.register(citizen);
    let version = 1;
    const ends: string[] = [];
    for (const text of written) {
      const contact = { phone: null, residenceCode: XIHU, familyKnows: 'YES', emergencyContact: { name: text, relation: 'CHILD', phone: '13900005678' }, keepEmergencyContact: false };
      const { data, code } = await ask({ documentId: EditDecisionDocument.id, variables: { input: { idempotencyKey: randomUUID(), expectedVersion: version, choices: choicesOf('AGREE'), contact, consent: consentTo('AGREE') } } });
      const result = data['editDecision'] as { __typename: string } | undefined;
      if (result?.__typename !== 'EditDecisionSuccess') {
        expect([code, result?.__typename]).toEqual(isUnstorable(text) ? ['MALFORMED_TEXT', undefined] : [undefined, 'InvalidInput']);
        ends.push('refused');
        continue;
      }
      version += 1;
      const em = world.orm.em.fork();
      const values = await personalValuesOf({ em, vault: world.vault }, await em.findOneOrFail(Donor, { latestSequence: version }));
      const name = values.emergencyContact()?.name ?? '';
      ends.push(name === text ? 'exact' : alike(name) === alike(text) ? 'normal form' : 'altered');
    }
    count('emergency contact’s name', ends);
    report('Strings: kept exactly, kept in the documented normal form (outer white space, NFC outside Han, · between names), refused, altered', rows);
    report('Corpus', `${publishedStrings.length} published (big-list-of-naughty-strings) and ${ownStrings.length} of our own`);
  });
});

/** What two texts have in common when one is the normal form of the other: no white space outside, composed, one kind of dot. */
function alike(text: string): string {
  return text.trim().normalize('NFC').replace(/[\u2022\u2027\u2219\u22C5\u30FB\uFF65\u0387\u00B7.\uFF0E]/g, '·');
}
