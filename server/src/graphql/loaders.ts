import type { Em } from '../database/orm.ts';
import { disavowalLoader } from '../donors/disavowal.loader.ts';
import { nationalSyncLoader } from '../donors/national-sync.loader.ts';
import { OwnRecordLoader } from '../donors/own-record.loader.ts';
import { familyMessageStepLoader } from '../family/family-message.loader.ts';
import { kinStatementLoader } from '../kin/kin-statement.loader.ts';
import { organisationLoaders } from '../organisations/organisation.loaders.ts';
import { dataRequestStepLoader } from '../rights/data-request.loader.ts';
import { confirmedSubmissionLoader } from '../submissions/confirmed-submission.loader.ts';
import { webhookDeliveryLoaders } from '../webhooks/webhook-delivery.loader.ts';

/** Everything that a request reads in batches, each reader made when it is first asked for, and anew for each request: nothing outlives it. */
export class Loaders {
  readonly #em: Em;
  #ownRecord?: OwnRecordLoader;
  #nationalSync?: ReturnType<typeof nationalSyncLoader>;
  #disavowal?: ReturnType<typeof disavowalLoader>;
  #organisations?: ReturnType<typeof organisationLoaders>;
  #dataRequestSteps?: ReturnType<typeof dataRequestStepLoader>;
  #familyMessageSteps?: ReturnType<typeof familyMessageStepLoader>;
  #kinStatements?: ReturnType<typeof kinStatementLoader>;
  #confirmedSubmission?: ReturnType<typeof confirmedSubmissionLoader>;
  #webhookDeliveries?: ReturnType<typeof webhookDeliveryLoaders>;

  /** @param em the unit of work of the request. */
  constructor(em: Em) {
    this.#em = em;
  }

  get ownRecord(): OwnRecordLoader {
    return (this.#ownRecord ??= new OwnRecordLoader(this.#em, this));
  }

  get nationalSync(): ReturnType<typeof nationalSyncLoader> {
    return (this.#nationalSync ??= nationalSyncLoader(this.#em));
  }

  get disavowal(): ReturnType<typeof disavowalLoader> {
    return (this.#disavowal ??= disavowalLoader(this.#em));
  }

  get organisations(): ReturnType<typeof organisationLoaders> {
    return (this.#organisations ??= organisationLoaders(this.#em));
  }

  get dataRequestSteps(): ReturnType<typeof dataRequestStepLoader> {
    return (this.#dataRequestSteps ??= dataRequestStepLoader(this.#em));
  }

  get familyMessageSteps(): ReturnType<typeof familyMessageStepLoader> {
    return (this.#familyMessageSteps ??= familyMessageStepLoader(this.#em));
  }

  get kinStatements(): ReturnType<typeof kinStatementLoader> {
    return (this.#kinStatements ??= kinStatementLoader(this.#em));
  }

  get confirmedSubmission(): ReturnType<typeof confirmedSubmissionLoader> {
    return (this.#confirmedSubmission ??= confirmedSubmissionLoader(this.#em));
  }

  get webhookDeliveries(): ReturnType<typeof webhookDeliveryLoaders> {
    return (this.#webhookDeliveries ??= webhookDeliveryLoaders(this.#em));
  }
}
