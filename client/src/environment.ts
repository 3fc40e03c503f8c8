/** Settings of the build, read here only. */
export const environment = {
  /** Where the GraphQL door is; another host only in the hosted 浙里办 package. */
  graphqlUrl: import.meta.env.VITE_GRAPHQL_URL ?? '/graphql',
  /** The unit answerable for the service, shown at the foot of the home page inside 浙里办; empty while unknown. */
  operatorName: import.meta.env.VITE_OPERATOR_NAME ?? '',
  /** Whether a missing word stops the page; on a citizen's phone its key is shown instead. */
  stopsAtMissingWords: import.meta.env.DEV,
} as const;
