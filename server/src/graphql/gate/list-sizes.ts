import { isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** A field as far as it is counted: those of inputs take no arguments. */
interface Field {
  readonly name: string;
  readonly args?: readonly unknown[];
}

/**
 * How many entries a list has at most whose length no argument sets, as `Type.field`. The contract test fails when a list
 * of the schema is missing here, or one stands here that is gone.
 */
export const assumedListSizes: Readonly<Record<string, number>> = {
  // The most that any division has directly below it, former ones included.
  'Query.divisions': 40,
  'Query.registrationFigures': 366,
  'Division.successors': 8,
  'Query.signInOptions': 2,
  'FreshSignInNeeded.signInOptions': 2,
  'Viewer.abilities': 5,
  'Viewer.evidenceIssues': 10,
  'Decision.choices': 12,
  'Organisation.services': 10,
  'Organisation.witnessCapabilities': 4,
  'DonationPolicy.kinds': 2,
  'DonationKindPolicy.items': 12,
  'DonationPolicy.consents': 3,
  'ConsentText.paragraphs': 12,
  'LookUpDesk.hospitals': 200,
  'LookUpAnswer.choices': 12,
  'Query.lookUpBlocks': 100,
  'InvalidInput.problems': 40,
  'InputProblem.path': 6,
  'PersonalData.purposes': 8,
  'DataRequest.steps': 12,
  'Query.bodyWords': 3,
  'BodyWords.paragraphs': 12,
  'BodyDonation.steps': 40,
  'Viewer.homeVisits': 10,
  'HomeVisit.steps': 12,
  'FamilyMessage.steps': 20,
  'OpenedFamilyMessage.choices': 12,
  'KinDisclosureView.choices': 12,
  'WebhookDelivery.attempts': 30,
  'PartnerViewer.scopes': 6,
  'PartnerViewer.tokenScopes': 6,
  'PartnerViewer.webhookEndpoints': 10,
  'Viewer.pendingSubmissions': 10,
  'DeclineSubmissionSuccess.pendingSubmissions': 10,
  'PendingSubmission.choices': 12,
  // Every item, the number and the day.
  'ComparePaperFormSuccess.differences': 14,
  // Partners by their two channels.
  'Query.submissionReport': 40,
  'SubmissionTally.changedItems': 12,
  'SubmissionTally.suspectedItems': 12,
  'SubmissionTally.sample': 40,
  'Viewer.healthCards': 2,
  'Viewer.healthCardQuestions': 50,
  'BindHealthCardSuccess.healthCards': 2,
  'UnbindHealthCardSuccess.healthCards': 2,
  'HealthCardPlatform.consents': 2,
  'HealthCard.steps': 30,
  'Query.healthCardReconciliations': 30,
};

/** What a list counts as that nobody thought of. */
export const UNKNOWN_LIST_SIZE = 100;

/**
 * Sizes of the lists by which a schema describes itself: how many types there are, and the mean for what each type holds,
 * because a question about all types meets the mean.
 */
export function introspectionListSizes(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) => {
    const held: Readonly<Record<string, Field>> = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
    return Object.values(held);
  });
  const args = fields.reduce((sum, field) => sum + (field.args?.length ?? 0), 0);
  const perType = (count: number) => Math.max(1, Math.ceil(count / types.length));
  return {
    '__Schema.types': types.length,
    '__Schema.directives': schema.getDirectives().length,
    '__Type.fields': perType(fields.length),
    '__Type.inputFields': perType(fields.length),
    '__Type.enumValues': perType(types.reduce((sum, type) => sum + ('getValues' in type ? type.getValues().length : 0), 0)),
    '__Type.interfaces': 1,
    '__Type.possibleTypes': perType(types.reduce((sum, type) => sum + ('getTypes' in type ? type.getTypes().length : 0), 0)),
    '__Field.args': Math.max(1, Math.ceil(args / fields.length)),
    '__Directive.args': 2,
    '__Directive.locations': 4,
  };
}
