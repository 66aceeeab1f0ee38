import type { Dialect, EmittedStatement, StatementId } from '../core/dialect/dialect.js'
import type { Finding } from '../core/findings/finding.js'
import type { ObjectId, PartId } from '../core/ir/names.js'
import type { Catalog } from '../core/ir/schema.js'
import { allObjects } from './catalog-edit.js'
import { fileNames, inRunningOrder } from './plan.js'

export interface PlannedEmission {
  readonly statements: readonly EmittedStatement[]
  readonly files: ReadonlyMap<StatementId, string>
  readonly findings: readonly Finding[]
}

/** Prints the target catalogue, puts the statements into a running order and gives each its file. */
export async function emitPlanned(to: Dialect, target: Catalog): Promise<PlannedEmission> {
  const emitter = await to.emitter?.()
  if (!emitter) return { statements: [], files: new Map(), findings: [] }
  const emitted = emitter.emit(target)
  const statements = inRunningOrder(emitted.value)
  return { statements, files: fileNames(statements), findings: ofSource(emitted.findings, target) }
}

/** An emitter knows target objects; the ledger speaks of the source. */
function ofSource(findings: readonly Finding[], target: Catalog): readonly Finding[] {
  const objects = new Map(allObjects(target).map((object) => [object.id, object]))
  return findings.map((found) => {
    const first = objects.get(found.object)?.sources?.[0]
    if (first === undefined) return found
    const { object, part } = split(first)
    const place = found.part ?? part
    return { ...found, object, ...(place === undefined ? {} : { part: place }) }
  })
}

/** A link names an object, or a part of one: `table:a.b/column:c`. Names may hold slashes, so only ours count. */
export function split(id: PartId): { readonly object: ObjectId; readonly part?: PartId } {
  const at = id.search(/\/(column|constraint|index|partition|option|statement):/)
  const object: string = at < 0 ? id : id.slice(0, at)
  return at < 0 ? { object: object as ObjectId } : { object: object as ObjectId, part: id }
}
