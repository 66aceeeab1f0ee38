import type { Capabilities } from '../../core/dialect/dialect.js'
import type { ServerVersion } from '../../core/ir/schema.js'

/** What a server of this version can hold (SQL Language Reference, "Changes in This Release"). */
export function capabilities(version: ServerVersion): Capabilities {
  const since = (major: number): boolean => version.major >= major
  return {
    transactionalDdl: false,
    identityColumns: since(12),
    checkConstraints: true,
    expressionIndexes: true,
    partialIndexes: false,
    invisibleColumns: since(12),
    invisibleIndexes: true,
    storedGenerated: false,
    virtualGenerated: true,
    unsignedIntegers: false,
    inlineEnums: false,
    namedEnums: false,
    onUpdateColumns: false,
    indexNamesPerTable: false,
    prefixIndexes: false,
    fulltextIndexes: false,
    spatialTypes: true,
    nondeterministicCollations: since(12),
    likeOnNondeterministic: true,
    expressionPartitionKeys: false,
    subpartitions: true,
    uniqueNeedsPartitionKey: false,
    uniqueOnExpressionPartition: false,
    foreignKeysToPartitioned: true,
    anyValue: since(19),
    jsonBinary: since(21),
    zeroDates: false,
    nulInText: true,
    maxDecimalPrecision: 38,
    nullsFirstWhenAscending: false,
    notEnforcedConstraints: true,
    negativeScale: true,
    callsWithoutParentheses: true,
    numbersAreDays: true,
    refusesBadValues: true,
    emptyTextIsNull: true,
    nullsCollideInKeys: true,
    comparesBytes: true,
    nullsInLastPartition: true,
    exactQuotients: true,
  }
}
