import type { AssuranceLevel } from './identity-provider.ts';
import { usualAssuranceLevelFields, zhelibanTicketIdAddresses, type ZhelibanTicketIdSettings } from './zheliban-ticket-id.ts';
import { zhelibanTicketAddresses, type ZhelibanTicketSettings } from './zheliban-ticket.ts';

/** The keys by which this service is known to 浙里办; in development they are the simulator's. */
export interface ZhelibanRegistration {
  readonly serviceCode: string;
  readonly servicePassword: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly appId: string;
}

/** The settings that say how 浙里办 is reached. */
export interface ZhelibanEnvironment {
  readonly ZHELIBAN_PAGES_URL: string;
  readonly ZHELIBAN_RETURN_PARAMETER: ZhelibanTicketSettings['pages']['returnParameter'];
  readonly ZHELIBAN_CALLBACK_URL: string;
  readonly ZHELIBAN_NETWORK: keyof typeof zhelibanTicketAddresses;
  readonly ZHELIBAN_ASSURANCE_LEVEL_WHEN_ABSENT?: AssuranceLevel | undefined;
}

/**
 * What both generations of sign-in need to know.
 *
 * @param simulatorUrl where the simulated platform answers in place of the real one; null for the real one.
 */
export function zhelibanSettings(set: ZhelibanEnvironment, registration: ZhelibanRegistration, simulatorUrl: string | null): { readonly ticket: ZhelibanTicketSettings; readonly ticketId: ZhelibanTicketIdSettings } {
  const { serviceCode, servicePassword, accessKey, secretKey, appId } = registration;
  const pages = {
    baseUrl: simulatorUrl === null ? set.ZHELIBAN_PAGES_URL : '',
    serviceCode,
    returnParameter: set.ZHELIBAN_RETURN_PARAMETER,
    callbackUrl: set.ZHELIBAN_CALLBACK_URL,
    allowedReturnOrigins: [],
    portalLoginUrl: null,
    appId,
  };
  const network = set.ZHELIBAN_NETWORK;
  const direct = network === 'direct';
  const irs = { accessKey, secretKey };
  const onSimulator = (address: string) => (simulatorUrl === null ? address : `${simulatorUrl}${new URL(address).pathname}`);
  const ticketAddresses = zhelibanTicketAddresses[network];
  const ticketIdAddresses = zhelibanTicketIdAddresses[network === 'direct' ? 'irsInternet' : network];
  return {
    ticket: {
      pages,
      ticketValidationUrl: onSimulator(ticketAddresses.ticketValidationUrl),
      userInfoUrl: onSimulator(ticketAddresses.userInfoUrl),
      serviceCode: direct ? serviceCode : accessKey,
      servicePassword: direct ? servicePassword : secretKey,
      irs: direct ? null : irs,
      timeoutMilliseconds: 5_000,
    },
    ticketId: {
      pages,
      accessTokenUrl: onSimulator(ticketIdAddresses.accessTokenUrl),
      userInfoUrl: onSimulator(ticketIdAddresses.userInfoUrl),
      appId,
      irs,
      timeoutMilliseconds: 5_000,
      assuranceLevelFields: usualAssuranceLevelFields,
      assuranceLevelWhenAbsent: (set.ZHELIBAN_ASSURANCE_LEVEL_WHEN_ABSENT ?? null) satisfies AssuranceLevel | null,
    },
  };
}
