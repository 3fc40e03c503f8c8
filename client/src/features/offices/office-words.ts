import type { OrganisationQuery } from '../../../../schema/generated/graphql.ts';

/** An office with all that is known about it. */
export type Office = NonNullable<OrganisationQuery['organisation']>;
type WitnessCapability = Office['witnessCapabilities'][number];

/** Words of a locale and days of a calendar, as the composables give them. */
export interface Words {
  readonly t: (key: string, named: Record<string, unknown>) => string;
  readonly day: (day: string) => string;
}

/** A link to an office, short where the place says it all: below 红十字会 a city or county is named by itself. */
export function linkTo({ id, name, level, division }: Pick<Office, 'id' | 'name' | 'level'> & { readonly division: { readonly name: string } }): { to: string; label: string } {
  return { to: `/offices/${id}`, label: level === 'PROVINCE' ? name : division.name };
}

/** What an office does today, one line each; the many steps of stem cell donation share one line. */
export function serviceLines(services: Office['services'], day: string, { t }: Pick<Words, 't'>): string[] {
  const names = services.filter((offer) => holdsOn(offer, day)).map(({ service }): string => service);
  const wordsOf = (name: string) => t(`offices.service.${name}`, {});
  const steps = names.filter((name) => name.startsWith('STEM_CELL_')).map(wordsOf);
  const others = names.filter((name) => !name.startsWith('STEM_CELL_')).map(wordsOf);
  return steps.length === 0 ? others : [...others, t('offices.stemCells', { steps: steps.join(t('offices.listComma', {})) })];
}

/** Whether a period with its last day included holds a day; all days are YYYY-MM-DD. */
export function holdsOn({ validFrom, validTo }: { readonly validFrom: string | null; readonly validTo: string | null }, day: string): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo);
}

/** A period in words; a future or past one is not mistaken for now. */
export function periodWords({ validFrom, validTo }: Pick<WitnessCapability, 'validFrom' | 'validTo'>, { t, day }: Words): string {
  return validTo === null ? t('offices.since', { from: day(validFrom) }) : t('offices.fromTo', { from: day(validFrom), to: day(validTo) });
}

/** What an office could or can do about witnessing, in plain words (条例 art. 19 since 2024-05-01). */
export function witnessWords(capability: WitnessCapability, { t }: Words): string {
  if (capability.canWitnessIndependently) return t('offices.witness.alone', {});
  if (capability.assignedBy && capability.minimumWitnesses !== null) {
    return t('offices.witness.assigned', { by: capability.assignedBy.name, count: capability.minimumWitnesses });
  }
  if (capability.minimumWitnesses !== null) return t('offices.witness.atLeast', { count: capability.minimumWitnesses });
  return t('offices.witness.notAlone', {});
}

/** The latest period first: what holds now matters most. */
export function latestFirst(capabilities: readonly WitnessCapability[]): WitnessCapability[] {
  return [...capabilities].sort((one, other) => other.validFrom.localeCompare(one.validFrom));
}
