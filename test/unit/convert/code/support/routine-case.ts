/** An expression over parameters of a routine, and the values it is asked for. */
export interface RoutineCase {
  /** Parameters as the source declares them; those that begin with `flag` are booleans on the target. */
  readonly params: string
  readonly returns: string
  readonly sql: string
  /** It stands in an IF: the function returns 1 or 0. */
  readonly condition?: boolean
  /** Values of the parameters as text: digits of BIT, hexadecimal digits of BINARY, labels of SET with commas. */
  readonly rows: readonly (readonly (string | null)[])[]
}

/** `rows`: one text per call, the values with a bar between; `NULL` is null. */
export const ask = (params: string, returns: string, sql: string, ...rows: readonly string[]): RoutineCase => ({
  params,
  returns,
  sql,
  rows: rows.map((row) => (params === '' ? [] : row.split('|').map((value) => (value === 'NULL' ? null : value)))),
})

/** The same for a condition. */
export const when = (params: string, sql: string, ...rows: readonly string[]): RoutineCase => ({
  ...ask(params, 'int', sql, ...rows),
  condition: true,
})
