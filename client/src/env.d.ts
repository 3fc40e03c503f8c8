/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the GraphQL door is when it is not on the page's own origin (the hosted 浙里办 package). */
  readonly VITE_GRAPHQL_URL?: string;
  /** The unit answerable for the service, shown at the foot of the home page inside 浙里办 (listing rule 3). */
  readonly VITE_OPERATOR_NAME?: string;
  /** The id under which 浙里办 lists the service, for its page statistics. */
  readonly VITE_ZHELIBAN_APP_ID?: string;
  /** The name under which 浙里办 lists the service; at most six characters are advised (listing rule 5). */
  readonly VITE_ZHELIBAN_APP_NAME?: string;
  /** `text` when the page statistics want times as 1.2秒 instead of a number of seconds. */
  readonly VITE_ZWLOG_TIME?: string;
}
