import type { Capabilities } from '../../core/dialect/dialect.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { atLeast } from './version.js'

/** What a server of this version and flavour can hold. Sources: the release notes of each version named here. */
export function capabilities(version: ServerVersion): Capabilities {
  return {
    transactionalDdl: false,
    identityColumns: true,
    checkConstraints: atLeast(version, { mysql: [8, 0, 16], mariadb: [10, 2, 1] }),
    expressionIndexes: atLeast(version, { mysql: [8, 0, 13] }),
    partialIndexes: false,
    invisibleColumns: atLeast(version, { mysql: [8, 0, 23], mariadb: [10, 3, 3] }),
    invisibleIndexes: atLeast(version, { mysql: [8, 0, 0], mariadb: [10, 6, 0] }),
    storedGenerated: atLeast(version, { mysql: [5, 7, 6], mariadb: [5, 2, 0] }),
    virtualGenerated: atLeast(version, { mysql: [5, 7, 6], mariadb: [5, 2, 0] }),
    unsignedIntegers: true,
    inlineEnums: true,
    namedEnums: false,
    onUpdateColumns: true,
    indexNamesPerTable: true,
    prefixIndexes: true,
    fulltextIndexes: true,
    spatialTypes: true,
    nondeterministicCollations: true,
    likeOnNondeterministic: true,
    expressionPartitionKeys: true,
    subpartitions: true,
    uniqueNeedsPartitionKey: true,
    uniqueOnExpressionPartition: true,
    foreignKeysToPartitioned: false,
    // MySQL's manual, "FOREIGN KEY Constraints": the columns are the first of an index, in its order.
    foreignKeysFollowKeys: true,
    // MySQL's manual, "CHECK Constraints", "Data Type Default Values", "CREATE TABLE and Generated Columns".
    tablesCallNoRoutines: true,
    anyValue: atLeast(version, { mysql: [5, 7, 5], mariadb: [12, 0, 0] }),
    jsonBinary: atLeast(version, { mysql: [5, 7, 8] }),
    zeroDates: true,
    nulInText: true,
    maxDecimalPrecision: 65,
    nullsFirstWhenAscending: true,
    // MariaDB's manual, "Microseconds in MariaDB": without the mode TIME_ROUND_FRACTIONAL.
    cutsFractions: version.flavour === 'mariadb',
    bendsJsonMembers: version.flavour === 'mariadb',
    // Measured on MariaDB 10.11. Exact numbers are kept in words of nine digits; the manual's div_precision_increment is four.
    keepsEachStatement: true,
    // Manual, "CREATE TRIGGER Statement", "Restrictions on Stored Programs", "UPDATE Statement".
    oneEventPerTrigger: true,
    selectsForCaller: true,
    sizedParameters: true,
    refusesOwnTable: true,
    assignsInOrder: true,
    // Manual, "Server SQL Modes"; where it is raised was measured on MariaDB 10.11.
    quietDivisions: true,
    countsChangedRows: true,
    countsSelectedRows: true,
    countsEveryStatement: true,
    limitsWithoutSign: true,
    sortedSubtotals: true,
    quotientsInWords: { digits: 9, added: 4 },
    // MySQL's manuals of 5.7 and 8.0, "Comparison Functions and Operators"; measured on MariaDB 10.11.
    extremesOfTextAreNumbers: !atLeast(version, { mysql: [8, 0, 0] }),
    // MySQL's manual, "Server SQL Modes"; measured on MariaDB 10.11.
    strictDeletes: version.flavour === 'mysql',
    // Measured on MariaDB 10.11, where JSON stands for LONGTEXT: only columns with the check that belongs to it are documents.
    documentsAreTexts: version.flavour === 'mariadb',
    // Measured on MariaDB 10.11: only of several rows, or of a query's, one that breaks a check is left out.
    checksOfOneRowHold: version.flavour === 'mariadb',
  }
}
