import type { Em } from '../database/orm.ts';
import { disavowalLoader } from '../donors/disavowal.loader.ts';
import { nationalSyncLoader } from '../donors/national-sync.loader.ts';
import { ownRecordLoader } from '../donors/own-record.loader.ts';
import { familyMessageStepLoader } from '../family/family-message.loader.ts';
import { kinStatementLoader } from '../kin/kin-statement.loader.ts';
import { organisationLoaders } from '../organisations/organisation.loaders.ts';
import { dataRequestStepLoader } from '../rights/data-request.loader.ts';
import { confirmedSubmissionLoader } from '../submissions/confirmed-submission.loader.ts';
import { webhookDeliveryLoaders } from '../webhooks/webhook-delivery.loader.ts';

/** Everything that a request reads in batches; made anew for each request, so nothing outlives it. */
export function createLoaders(em: Em) {
  return { ownRecord: ownRecordLoader(em), nationalSync: nationalSyncLoader(em), disavowal: disavowalLoader(em), organisations: organisationLoaders(em), dataRequestSteps: dataRequestStepLoader(em), familyMessageSteps: familyMessageStepLoader(em), kinStatements: kinStatementLoader(em), confirmedSubmission: confirmedSubmissionLoader(em), webhookDeliveries: webhookDeliveryLoaders(em) };
}

/** The batch readers of one request. */
export type Loaders = ReturnType<typeof createLoaders>;
