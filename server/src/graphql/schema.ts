// TypeGraphQL asks for the metadata API, though we always write the type ourselves.
import 'reflect-metadata';
import { isAbstractType, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { FiguresResolver } from '../figures/figures.resolver.ts';
import { DivisionResolver } from '../divisions/division.resolver.ts';
import { BodyDeclarationResolver, BodyDonationCommandResolver, BodyDonationResolver, BodyDonationTaskResolver, ViewerBodyDonationResolver } from '../body-donation/body-donation.resolver.ts';
import { DecisionCommandResolver, DecisionResolver, DonorResolver } from '../donors/donor.resolver.ts';
import { DisavowalResolver, DisputedDecisionResolver, DisputedDonorResolver } from '../donors/disavowal.resolver.ts';
import { ViewerResolver } from '../donors/viewer.resolver.ts';
import { FamilyMessageCommandResolver, FamilyMessageResolver, ViewerFamilyMessagesResolver } from '../family/family-message.resolver.ts';
import { DonorCardResolver } from '../donor-card/donor-card.resolver.ts';
import { EvidenceIssueResolver, EvidenceOwnerResolver } from '../evidence/evidence.resolver.ts';
import { HealthCardCommandResolver, HealthCardPlatformResolver, HealthCardResolver, ViewerHealthCardsResolver } from '../health-cards/health-card.resolver.ts';
import { HomeVisitCommandResolver, HomeVisitResolver, HomeVisitTaskResolver, ViewerHomeVisitResolver } from '../home-visits/home-visit.resolver.ts';
import { SessionResolver } from '../identity/session.resolver.ts';
import { AnsweredKinRequestResolver, KinCommandResolver, KinSecondPersonResolver, KinTaskResolver, TakenKinRequestResolver } from '../kin/kin.resolver.ts';
import { LookUpNoticeResolver, OwnLookUpsResolver } from '../lookups/look-up-notice.resolver.ts';
import { LookUpBlockResolver, LookUpCommandResolver, LookUpDeskResolver, LookUpResolver } from '../lookups/look-up.resolver.ts';
import { NationalDifferenceResolver } from '../national-register/national-difference.resolver.ts';
import { OrganisationResolver, WitnessCapabilityResolver } from '../organisations/organisation.resolver.ts';
import { PolicyResolver } from '../policy/policy.resolver.ts';
import { StaffResolver } from '../staff/staff.resolver.ts';
import { DataRequestCommandResolver, DataRequestResolver, DataRequestTaskResolver } from '../rights/data-request.resolver.ts';
import { ExportMyDataResolver, PersonalDataCommandResolver, PersonalDataResolver, ViewerPersonalDataResolver } from '../rights/personal-data.resolver.ts';
import { DecisionPaperResolver, PaperFormCommandResolver, PaperFormResolver } from '../paper-forms/paper-form.resolver.ts';
import { DecisionSubmissionResolver, SubmissionResolver, ViewerSubmissionResolver } from '../submissions/submission.resolver.ts';
import { PartnerViewerResolver } from '../partners/partner-viewer.resolver.ts';
import { WebhookDeliveryResolver } from '../webhooks/webhook-delivery.resolver.ts';
import { PartnerEndpointsResolver, WebhookEndpointResolver } from '../webhooks/webhook-endpoint.resolver.ts';
import { WishResolver } from '../wishes/wish.resolver.ts';
import { guardFields } from './field-guard.ts';
import { bindDirectly, readPropertiesDirectly } from './direct-fields.ts';
import { wrapRootFields } from './units-of-work.ts';

const resolvers: NonEmptyArray<NewableFunction> = [
  SessionResolver,
  ViewerResolver,
  DonorResolver,
  DecisionResolver,
  DecisionCommandResolver,
  DisavowalResolver,
  DisputedDonorResolver,
  DisputedDecisionResolver,
  PolicyResolver,
  DivisionResolver,
  FiguresResolver,
  OrganisationResolver,
  WitnessCapabilityResolver,
  LookUpCommandResolver,
  LookUpDeskResolver,
  LookUpResolver,
  LookUpBlockResolver,
  OwnLookUpsResolver,
  LookUpNoticeResolver,
  StaffResolver,
  EvidenceIssueResolver,
  EvidenceOwnerResolver,
  ViewerPersonalDataResolver,
  PersonalDataResolver,
  PersonalDataCommandResolver,
  ExportMyDataResolver,
  DataRequestResolver,
  DataRequestTaskResolver,
  DataRequestCommandResolver,
  ViewerBodyDonationResolver,
  BodyDonationResolver,
  BodyDeclarationResolver,
  BodyDonationTaskResolver,
  BodyDonationCommandResolver,
  ViewerHomeVisitResolver,
  HomeVisitResolver,
  HomeVisitTaskResolver,
  HomeVisitCommandResolver,
  FamilyMessageCommandResolver,
  ViewerFamilyMessagesResolver,
  FamilyMessageResolver,
  WishResolver,
  WebhookDeliveryResolver,
  PartnerViewerResolver,
  PartnerEndpointsResolver,
  WebhookEndpointResolver,
  NationalDifferenceResolver,
  SubmissionResolver,
  ViewerSubmissionResolver,
  DecisionSubmissionResolver,
  PaperFormCommandResolver,
  PaperFormResolver,
  DecisionPaperResolver,
  ViewerHealthCardsResolver,
  HealthCardPlatformResolver,
  HealthCardResolver,
  HealthCardCommandResolver,
  KinCommandResolver,
  KinSecondPersonResolver,
  KinTaskResolver,
  TakenKinRequestResolver,
  AnsweredKinRequestResolver,
  DonorCardResolver,
];

/** Builds the schema from code; `schema/schema.graphql` is its printed form. */
export function buildApiSchema(): GraphQLSchema {
  return guardFields(wrapRootFields(buildBareSchema()));
}

/**
 * The same schema without the table of who may ask for each field, and with less between a field and its value: for documents of which every field
 * was judged before they run (`judged-document.ts`), and for nothing else.
 */
export function buildUnguardedSchema(): GraphQLSchema {
  return wrapRootFields(bindDirectly(buildBareSchema()));
}

function buildBareSchema(): GraphQLSchema {
  readPropertiesDirectly();
  // Inputs are checked by the commands, which know the rules and answer with every fault at once.
  return nameTypesWithoutThrowing(buildSchemaSync({ resolvers, validate: false }));
}

/**
 * TypeGraphQL throws where a value belongs to no member of a union. A compiled document knows no such throw: nobody would answer the request, and
 * the process would end by it. Without a name both executions say that the type is unknown, which is masked like any fault of ours.
 */
export function nameTypesWithoutThrowing(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isAbstractType(type) || !type.resolveType) continue;
    const name = type.resolveType.bind(type);
    type.resolveType = (...about) => {
      try {
        return name(...about);
      } catch {
        return undefined;
      }
    };
  }
  return schema;
}
