import type { Alteration, DefinitionStep } from '../../core/dialect/definitions.js'
import type { EmittedStatement, StatementId } from '../../core/dialect/dialect.js'
import type { Finding } from '../../core/findings/finding.js'
import type { ObjectId } from '../../core/ir/names.js'
import type { Catalog } from '../../core/ir/schema.js'
import { catalogue } from '../../rules/findings/catalogue.js'
import { allTables, sourceOf } from '../catalog-edit.js'
import type { Conversion } from '../pipeline.js'
import { changes } from './changes.js'
import { keysAround } from './foreign-keys.js'
import { renamings } from './names.js'
import { NotCarried } from './not-carried.js'

export interface Redefinition {
  /** As it is made after the last step. */
  readonly conversion: Conversion
  /** Source tables that the target follows then. */
  readonly followed: ReadonlySet<ObjectId>
  readonly withoutKeys: ReadonlySet<ObjectId>
  /** Names of source tables before the first step, and now. */
  readonly renamed: ReadonlyMap<ObjectId, ObjectId>
  /** What may be there already: made beforehand, where it is not. */
  readonly needs: readonly EmittedStatement[]
  readonly alterations: readonly Alteration[]
  /** What is new, and no reason to stop. */
  readonly findings: readonly Finding[]
}

export interface RedefineOptions {
  readonly convert: (catalog: Catalog) => Promise<Conversion>
  /** Source tables that the target has. A new table is followed too. */
  readonly followed: ReadonlySet<ObjectId>
  /** Statements that the target did not take. */
  readonly leftOut: ReadonlySet<StatementId>
  /** Source tables whose foreign keys, from and to them, are not on the target now. */
  readonly withoutKeys: ReadonlySet<ObjectId>
}

/**
 * What steps of the source's definitions mean for a target that was made by `first`. @throws NotCarried when it cannot be
 * said exactly, or when the conversion of what is new loses something
 */
export async function redefine(
  first: Conversion,
  steps: readonly DefinitionStep[],
  options: RedefineOptions,
): Promise<Redefinition> {
  let known: Redefinition = {
    ...{ conversion: first, followed: options.followed, withoutKeys: options.withoutKeys },
    ...{ renamed: new Map(), needs: [], alterations: [], findings: [] },
  }
  for (const step of steps) known = await redefineStep(known, step, options)
  return known
}

async function redefineStep(
  known: Redefinition,
  step: DefinitionStep,
  { convert, leftOut }: RedefineOptions,
): Promise<Redefinition> {
  refuse(step.findings)
  const before = known.conversion
  const conversion = await convert(step.after)
  const { renames } = step
  if (renames) {
    const now = (id: ObjectId): ObjectId => (id === renames.from ? renames.to : id)
    const followed = new Set([...known.followed].map(now))
    const withoutKeys = new Set([...known.withoutKeys].map(now))
    const first = [...known.renamed].find(([, to]) => to === renames.from)?.[0] ?? renames.from
    const renamed = new Map([...known.renamed, [first, renames.to]])
    const more = followed.has(renames.to) ? renamings(before, conversion, renames) : []
    return { ...known, conversion, followed, withoutKeys, renamed, alterations: [...known.alterations, ...more] }
  }
  const old = new Set(allTables(before.source).map(({ id }) => id))
  const follows = (id: ObjectId): boolean => known.followed.has(id) || !old.has(id)
  const found = fresh(before, conversion)
  refuse(found)
  const absent = new Set([before, conversion].flatMap((each) => keysOf(each, known.withoutKeys)))
  const isLeftOut = (each: EmittedStatement): boolean => leftOut.has(each.id) || absent.has(each)
  const { needs, alterations } = changes(before, conversion, { follows, leftOut: isLeftOut })
  return {
    ...known,
    conversion,
    followed: new Set(allTables(conversion.source).flatMap(({ id }) => (follows(id) ? [id] : []))),
    needs: [...known.needs, ...needs],
    alterations: [...known.alterations, ...alterations],
    findings: [...known.findings, ...found],
  }
}

const keysOf = ({ target, statements }: Conversion, sources: ReadonlySet<ObjectId>): readonly EmittedStatement[] => {
  const isOne = (id: ObjectId | undefined): boolean => id !== undefined && sources.has(id)
  return keysAround(
    statements,
    new Set(allTables(target).flatMap((table) => (isOne(sourceOf(table)) ? [table.id] : []))),
  )
}

const lost: ReadonlySet<string> = new Set(['skipped', 'kept-as-comment'])

/** What is left out and matters. Notices speak of options that say how an engine stores things. */
function refuse(findings: readonly Finding[]): void {
  for (const { code } of findings) {
    const { severity, outcome } = catalogue().get(code) ?? { severity: 'error', outcome: 'skipped' }
    if (severity === 'error' || (severity === 'warning' && lost.has(outcome)))
      throw new NotCarried(`its conversion says ${code}`)
  }
}

function fresh(before: Conversion, after: Conversion): readonly Finding[] {
  const keyOf = ({ code, object, part, data }: Finding): string => JSON.stringify([code, object, part, data])
  const known = new Set(before.findings.map(keyOf))
  return after.findings.filter((found) => !known.has(keyOf(found)))
}
