import type { Capabilities } from '../../core/dialect/dialect.js'
import type { ServerVersion } from '../../core/ir/schema.js'

/** What holds for every supported version. */
const always = {
  transactionalDdl: true,
  identityColumns: true,
  checkConstraints: true,
  expressionIndexes: true,
  partialIndexes: true,
  invisibleColumns: false,
  invisibleIndexes: false,
  storedGenerated: true,
  unsignedIntegers: false,
  inlineEnums: false,
  namedEnums: true,
  onUpdateColumns: false,
  // An index shares its name space with the tables of the schema.
  indexNamesPerTable: false,
  prefixIndexes: false,
  // Text search works through expression indexes, not through a kind of index.
  fulltextIndexes: false,
  // Only with the PostGIS extension.
  spatialTypes: false,
  nondeterministicCollations: true,
  expressionPartitionKeys: true,
  subpartitions: true,
  uniqueNeedsPartitionKey: true,
  uniqueOnExpressionPartition: false,
  foreignKeysToPartitioned: true,
  jsonBinary: true,
  zeroDates: false,
  dateBeforeAll: '-infinity',
  nulInText: false,
  maxDecimalPrecision: 1000,
  nullsFirstWhenAscending: false,
  attachedPartitions: true,
  programLoops: true,
  parameterDefaults: true,
  takesBackBlocks: true,
  // FOUND and ROW_COUNT speak of it too (manual, "Obtaining the Result Status").
  countsSelectedRows: true,
  countsFetchedRows: true,
  countsLoopRounds: true,
  countsFromNone: true,
  programsRecurse: true,
  // Manual, "Collation Support": equality is that of bytes unless a collation is made otherwise.
  comparesBytes: true,
  // Manual, "Overview of Trigger Behavior".
  triggersByName: true,
} as const

/** First major version of what came later than the oldest supported one (release notes, appendix E of the manual). */
const since = {
  merge: 15,
  recursiveMarks: 14,
  nullsNotDistinct: 15,
  securityInvokerViews: 15,
  negativeScale: 15,
  anyValue: 16,
  virtualGenerated: 18,
  likeOnNondeterministic: 18,
  notEnforcedConstraints: 18,
} as const

export function capabilities(version: ServerVersion): Capabilities {
  const has = (facility: keyof typeof since): boolean => version.major >= since[facility]
  return {
    ...always,
    virtualGenerated: has('virtualGenerated'),
    likeOnNondeterministic: has('likeOnNondeterministic'),
    anyValue: has('anyValue'),
    securityInvokerViews: has('securityInvokerViews'),
    notEnforcedConstraints: has('notEnforcedConstraints'),
    merge: has('merge'),
    recursiveMarks: has('recursiveMarks'),
    nullsNotDistinct: has('nullsNotDistinct'),
    negativeScale: has('negativeScale'),
  }
}
