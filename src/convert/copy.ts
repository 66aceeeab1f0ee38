import type { SchemaCopy } from '../core/dialect/schema-copier.js'
import type { Report } from '../core/findings/finding.js'
import type { ServerVersion } from '../core/ir/schema.js'
import type { Conversion } from './pipeline.js'
import { fileNames, inRunningOrder } from './plan.js'

/** A copy in the form in which ledger, output and report take a conversion: every name and every object is its own counterpart. */
export function conversionOfCopy({ value: copy, findings }: Report<SchemaCopy>, version: ServerVersion): Conversion {
  const statements = inRunningOrder(copy.statements)
  return {
    source: copy.catalog,
    sources: copy.sources,
    target: { ...copy.catalog, version },
    statements,
    files: fileNames(statements),
    mapping: copy.mapping,
    findings,
    otherStatements: [],
    consumed: new Map(copy.consumed),
    schemas: new Map(copy.catalog.schemas.map(({ name }) => [name.text, name.text])),
    copiedBy: copy.by,
  }
}
