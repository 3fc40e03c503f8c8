import type { Logger } from 'pino';
import type { AppConfig } from './config.ts';
import type { Orm } from './database/orm.ts';
import { HealthCardCarrier } from './health-cards/health-card-carrier.ts';
import { NationalCarrier } from './national-register/national-carrier.ts';
import { nationalRegisterOf } from './national-register/reach-national-register.ts';
import type { Carrier } from './outbox/carrier.ts';
import type { Vault } from './vault/vault.ts';
import { WebhookCarrier } from './webhooks/webhook-carrier.ts';

/** What carriers are made with. */
export interface CarrierTools {
  readonly config: AppConfig;
  readonly vault: Vault;
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Everybody whom the outbox tells of changes: a new kind of destination is one line here. */
export function carriersOf(tools: CarrierTools): readonly Carrier[] {
  const register = nationalRegisterOf(tools.config.national);
  return [new WebhookCarrier(tools), new HealthCardCarrier(tools), ...(register ? [new NationalCarrier({ ...tools, register })] : [])];
}
