import { applicationCases } from './application-view-cases.js'
import { groupCases } from './group-view-cases.js'
import { labelCases } from './label-view-cases.js'
import { moreCases } from './more-view-cases.js'
import { numberInserts, numberTables, numberViewCases } from './number-view-cases.js'
import { officeInserts, officeRows, officeTables } from './office.js'
import { reportCases } from './report-view-cases.js'
import { insertsFor, shopRows, shopTables } from './shop.js'
import { timeCases } from './time-view-cases.js'
import type { ViewCase } from './view-case.js'
import { cases as ruleCases } from './view-cases.js'
import { workbench } from './workbench.js'

/** Every view that both engines must answer alike; the number of a case is the number of its view. */
export const viewCases: readonly ViewCase[] = [
  ...ruleCases,
  ...moreCases,
  ...labelCases,
  ...timeCases,
  ...groupCases,
  ...reportCases,
  ...applicationCases,
  ...numberViewCases,
]

export const viewTables: readonly string[] = [...shopTables, ...officeTables, ...numberTables]

/** All tables and views; two of the flags are booleans on the target. */
export const viewBench = () =>
  workbench([...viewTables, ...viewCases.map((each, index) => `CREATE VIEW v${index} AS ${each.sql}`)], {
    booleans: ['vip', 'done'],
  })

/** The statements that fill the tables on each side. */
export const viewInserts: readonly { readonly source: string; readonly target: string }[] = [
  ...Object.keys(shopRows).flatMap((table) =>
    insertsFor(table).map((source) => ({ source, target: source.replace('INTO ', 'INTO app.') })),
  ),
  ...Object.keys(officeRows).flatMap((table) => officeInserts(table)),
  ...numberInserts,
]
