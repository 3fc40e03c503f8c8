/** Settings of the build, read here only. */
export const environment = {
  /** Where the GraphQL door is; another host only in the hosted 浙里办 package. */
  graphqlUrl: import.meta.env.VITE_GRAPHQL_URL ?? '/graphql',
  /** Whether this is the hosted 浙里办 package, which lives on another origin than our server. */
  isHosted: import.meta.env.MODE === 'zheliban',
  /** The unit answerable for the service, shown at the foot of the home page inside 浙里办; empty while unknown. */
  operatorName: import.meta.env.VITE_OPERATOR_NAME ?? '',
  /** The service's id and name as 浙里办 lists it, for its page statistics (channel.md 1.8). */
  zheliBanAppId: import.meta.env.VITE_ZHELIBAN_APP_ID ?? '',
  zheliBanAppName: import.meta.env.VITE_ZHELIBAN_APP_NAME ?? '捐献意愿登记',
  /** Whether the statistics take times as a text (1.2秒) instead of a number of seconds; sources disagree. */
  zwlogTimeIsText: import.meta.env.VITE_ZWLOG_TIME === 'text',
  /** Whether a missing word stops the page; on a citizen's phone its key is shown instead. */
  stopsAtMissingWords: import.meta.env.DEV,
} as const;
