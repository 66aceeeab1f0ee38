export interface NameRules {
  /** Longest identifier in bytes of UTF-8 (or characters, see `unit`). */
  readonly maxLength: number
  readonly unit: 'bytes' | 'characters'
  /** Names are equal when their folded forms are. */
  fold(text: string): string
  /** As `fold`, for names of columns, aliases and the like where their case counts less than that of tables. */
  foldColumn?(text: string): string
  /** Always quoted: what we emit never depends on a word list. */
  quote(text: string): string
  /** Quotes only when the plain form would not read back as the same name. */
  quoteIfNeeded(text: string): string
  isReserved(word: string): boolean
  /** Names, folded, that no column of a table can have, quoted or not. */
  readonly systemColumns?: ReadonlySet<string>
  /** Names, folded, that stand for something else in the engine's stored programs. */
  readonly programWords?: ReadonlySet<string>
}

/** Facts, not if-statements: what a server of this version can hold. */
export interface Capabilities {
  readonly transactionalDdl: boolean
  readonly identityColumns: boolean
  readonly checkConstraints: boolean
  readonly expressionIndexes: boolean
  readonly partialIndexes: boolean
  readonly invisibleColumns: boolean
  readonly invisibleIndexes: boolean
  readonly storedGenerated: boolean
  readonly virtualGenerated: boolean
  readonly unsignedIntegers: boolean
  readonly inlineEnums: boolean
  readonly namedEnums: boolean
  readonly onUpdateColumns: boolean
  readonly indexNamesPerTable: boolean
  readonly prefixIndexes: boolean
  readonly fulltextIndexes: boolean
  readonly spatialTypes: boolean
  readonly nondeterministicCollations: boolean
  readonly likeOnNondeterministic: boolean
  readonly expressionPartitionKeys: boolean
  readonly subpartitions: boolean
  readonly uniqueNeedsPartitionKey: boolean
  readonly uniqueOnExpressionPartition: boolean
  readonly foreignKeysToPartitioned: boolean
  /** A foreign key names the columns of the key that it refers to in that key's order. Absent: in any. */
  readonly foreignKeysFollowKeys?: boolean
  /** Defaults, checks, computed columns and indexes may call no stored function. Absent: they may. */
  readonly tablesCallNoRoutines?: boolean
  readonly anyValue: boolean
  readonly jsonBinary: boolean
  readonly zeroDates: boolean
  /** The constant that is before every date. Absent: there is none. */
  readonly dateBeforeAll?: string
  readonly nulInText: boolean
  readonly maxDecimalPrecision: number
  readonly nullsFirstWhenAscending: boolean
  /** A view can run with the rights of who reads it. Absent: no. */
  readonly securityInvokerViews?: boolean
  /** Foreign keys and checks can be declared without being enforced. Absent: no. */
  readonly notEnforcedConstraints?: boolean
  /** A unique key can treat two nulls as equal. Absent: no. */
  readonly nullsNotDistinct?: boolean
  /** A member of a document that is no value of the column of JSON_TABLE is taken as far as it can be read. Absent: it is null. */
  readonly bendsJsonMembers?: boolean
  /** The number after LIMIT has no sign: NULL is zero, and below zero it is larger than any table. Absent: NULL is no limit. */
  readonly limitsWithoutSign?: boolean
  /** Rows of subtotals come behind what they add up, in the order of the groups. Absent: in no order. */
  readonly sortedSubtotals?: boolean
  /** A quotient that is stored as text shows whole words of so many digits; a division adds some to those of its operands. */
  readonly quotientsInWords?: { readonly digits: number; readonly added: number }
  /** Documents are texts: in another document a variable that holds one is a string. Absent: they have a type of their own. */
  readonly documentsAreTexts?: boolean
  /** The largest and smallest of texts and numbers are found among numbers. Absent: among texts. */
  readonly extremesOfTextAreNumbers?: boolean
  /** Strict settings hold for DELETE too: a text that is no number is refused. Absent: only for what stores values. */
  readonly strictDeletes?: boolean
  /** Of a statement that adds one row given as values, a check is an error although errors are to be ignored. Absent: no. */
  readonly checksOfOneRowHold?: boolean
  /** Digits of seconds that a type does not hold are cut off where a value is stored. Absent: it is rounded. */
  readonly cutsFractions?: boolean
  /** Partitions are tables that are attached, with half-open ranges. Absent: no. */
  readonly attachedPartitions?: boolean
  /** A function without parameters, or with defaults for all, is called by its name alone. Absent: no. */
  readonly callsWithoutParentheses?: boolean
  /** Outside of a transaction each statement is kept by itself. Absent: a transaction is always open. */
  readonly keepsEachStatement?: boolean
  /** The row count of UPDATE is that of rows that became others, not of those that were found. Absent: no. */
  readonly countsChangedRows?: boolean
  /** A query into variables counts as the last statement whose rows a program may ask for. */
  readonly countsSelectedRows?: boolean
  /** Every statement sets the row count: a query that gives rows to below zero, what neither reads nor changes rows to none. */
  readonly countsEveryStatement?: boolean
  /** Triggers of one event run in the order of their names. Absent: in that in which they were made. */
  readonly triggersByName?: boolean
  /** Before its first statement a program has counted no rows. Absent: that count is null, or of another program. */
  readonly countsFromNone?: boolean
  /** A program may run again while it runs. Absent: no function or trigger may, and procedures as deep as a setting says. */
  readonly programsRecurse?: boolean
  /** So does a loop over rows or numbers: it tells whether there was one. */
  readonly countsLoopRounds?: boolean
  /** The last statement whose rows a program may ask for may be one of a program that it has called. Absent: each counts its own. */
  readonly countsOfCallees?: boolean
  /** A statement that fails has counted no row, or one of several. */
  readonly countsFailedRows?: boolean
  /** CAST refuses what does not fit, and a number without digits keeps all it has. Absent: it takes what it can. */
  readonly castsExactly?: boolean
  /** The first of several values decides the type in which the largest or smallest is found. Absent: all of them do. */
  readonly firstDecidesExtremes?: boolean
  /** Text beside bytes stands for those whose digits it shows. Absent: for its own. */
  readonly bytesShowAsDigits?: boolean
  /** FETCH without a row leaves its variables alone where the program asks. Absent: they become null. */
  readonly fetchKeepsValues?: boolean
  /** An interval of months raises an error where it leads to a day that there is not. Absent: it leads to the last day of the month. */
  readonly refusesMissingDays?: boolean
  /** Parameters and results of programs have the kind of their type without its digits and lengths. Absent: they have both. */
  readonly parametersWithoutLimits?: boolean
  /** A decimal may round left of its point. Absent: no. */
  readonly negativeScale?: boolean
  /** A number added to a date or a timestamp is a number of days, and so is the difference of two dates. Absent: no. */
  readonly numbersAreDays?: boolean
  /** A record of a program is a value: it is given, returned and kept in lists. Absent: it is a group of variables. */
  readonly recordsAreValues?: boolean
  /** Text without a collation of its own is compared byte by byte. Absent: nothing tells how. */
  readonly comparesBytes?: boolean
  /** Rows with a null partition key are in the range without an upper bound, or refused. Absent: they are in the lowest one. */
  readonly nullsInLastPartition?: boolean
  /** Rows with a null in a unique key of several columns are equal, unless all of its columns are null. Absent: no two are. */
  readonly nullsCollideInKeys?: boolean
  /** One statement changes, adds and removes rows by those of another table. Absent: no. */
  readonly merge?: boolean
  /** A recursive query can order its rows as a tree and mark those that are their own ancestors. Absent: no. */
  readonly recursiveMarks?: boolean
  /** An empty text is null. Absent: it is a text. */
  readonly emptyTextIsNull?: boolean
  /** A quotient has all the digits that the engine computes. Absent: as many as its operands and a setting say. */
  readonly exactQuotients?: boolean
  /** A text that is no number, and a division by zero, are errors wherever they stand. Absent: only where values are stored. */
  readonly refusesBadValues?: boolean
  /** A division by zero is an error only where its value is stored, and null elsewhere. Absent: see `refusesBadValues`. */
  readonly quietDivisions?: boolean
  /** In programs, a loop over rows or numbers is a statement of its own, and its record a variable. Absent: it is written out. */
  readonly programLoops?: boolean
  /** A trigger runs for one event, for each row, whatever the row holds. Absent: for several, with conditions. */
  readonly oneEventPerTrigger?: boolean
  /** A query in a program that goes nowhere else is a result of the call. Absent: what a program selects it hands over. */
  readonly selectsForCaller?: boolean
  /** A trigger may not change the table that it stands on. Absent: it may. */
  readonly refusesOwnTable?: boolean
  /** A block that handles errors takes back what it did before one. Absent: the failing statement alone is taken back. */
  readonly takesBackBlocks?: boolean
  /** Parameters of programs have lengths and scales, which arguments are brought to. Absent: none counts. */
  readonly sizedParameters?: boolean
  /** FETCH counts as such a statement too. */
  readonly countsFetchedRows?: boolean
  /** Parameters of programs may have defaults. Absent: calls give every argument. */
  readonly parameterDefaults?: boolean
  /** UPDATE sets columns one after the other: later values see the earlier ones. Absent: all see the old row. */
  readonly assignsInOrder?: boolean
}
