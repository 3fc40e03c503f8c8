/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the GraphQL door is when it is not on the page's own origin (the hosted 浙里办 package). */
  readonly VITE_GRAPHQL_URL?: string;
  /** The unit answerable for the service, shown at the foot of the home page inside 浙里办 (listing rule 3). */
  readonly VITE_OPERATOR_NAME?: string;
}
