import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import {
  organisationsBelow, organisationsById, servicesOfOrganisations, witnessCapabilitiesOfOrganisations,
  type ListedOrganisation, type ListedServiceOffer, type ListedWitnessCapability,
} from './organisation.queries.ts';

/** Batch readers of the directory: one statement per kind and level of a query, whatever the number of bodies. */
export interface OrganisationLoaders {
  /** A body by id; null when there is none. */
  readonly byId: DataLoader<string, ListedOrganisation | null>;
  /** The bodies directly below one. A body has as many as its division has parts: dozens, so they are read whole. */
  readonly childrenOf: DataLoader<string, readonly ListedOrganisation[]>;
  readonly servicesOf: DataLoader<string, readonly ListedServiceOffer[]>;
  readonly witnessCapabilitiesOf: DataLoader<string, readonly ListedWitnessCapability[]>;
}

/** Makes the readers for one request. */
export function organisationLoaders(em: Em): OrganisationLoaders {
  return {
    byId: new DataLoader(async (ids: readonly string[]) => {
      const byId = new Map((await organisationsById(em, ids)).map((organisation) => [organisation.id, organisation]));
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    }),
    childrenOf: groupLoader((ids) => organisationsBelow(em, ids), ({ parentId }) => parentId),
    servicesOf: groupLoader((ids) => servicesOfOrganisations(em, ids), ({ organisationId }) => organisationId),
    witnessCapabilitiesOf: groupLoader((ids) => witnessCapabilitiesOfOrganisations(em, ids), ({ organisationId }) => organisationId),
  };
}

/** Reads the rows of many keys at once and hands each key its own; grouped in one pass, unlike the ORM's loader for lists. */
function groupLoader<Row>(read: (keys: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string | null): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys: readonly string[]) => {
    const groups = Map.groupBy(await read(keys), keyOf);
    return keys.map((key) => groups.get(key) ?? []);
  });
}
