import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../../core/ir/names.js'
import type { Beside } from './facts.js'
import { idOfTable } from './source-objects.js'
import type { FoundTable } from './tables.js'

/** What a copy leaves out. `home` is a schema: what stands beside all objects is told of the first. */
export function copyFindings(beside: Beside, tables: readonly FoundTable[], home: string): readonly Finding[] {
  const at = { object: objectId('schema', qname(undefined, home)), origin: noOrigin }
  const { withRights, owners, largeObjects, subscriptions, extensionTables } = beside
  return [
    ...(withRights > 0 || owners > 1 ? [finding('XW-C0650', at, { count: withRights, owners })] : []),
    ...(largeObjects > 0 ? [finding('XW-C0652', at, { count: largeObjects })] : []),
    ...subscriptions.map((name) => finding('XW-C0654', at, { name })),
    ...extensionTables.map(({ extension, schema, table }) =>
      finding('XW-C0653', at, { extension, table: `${schema}.${table}` }),
    ),
    ...tables.flatMap((table) =>
      table.tablespace === null
        ? []
        : [
            finding(
              'XW-C0651',
              { object: idOfTable(table), origin: noOrigin },
              { table: `${table.schema}.${table.name}`, tablespace: table.tablespace },
            ),
          ],
    ),
  ]
}
