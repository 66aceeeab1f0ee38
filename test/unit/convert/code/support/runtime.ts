import { runtimeClosure, runtimeNames, runtimeSchema } from '../../../../../src/dialects/postgres/runtime/index.js'

/** The target's runtime functions, all of them, in the order in which they can be made. */
export const runtimeSql = (): readonly string[] => [
  `CREATE SCHEMA ${runtimeSchema}`,
  ...runtimeClosure(runtimeNames()).map((each) => each.sql.trim().replace(/;$/, '')),
]
