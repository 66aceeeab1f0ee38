import type { EmittedStatement, Emitter } from '../../../core/dialect/dialect.js'
import {
  createFindingSink,
  type Finding,
  type FindingSink,
  finding,
  type Report,
} from '../../../core/findings/finding.js'
import {
  dotted,
  noOrigin,
  type ObjectId,
  type Origin,
  objectId,
  type PartId,
  type QName,
} from '../../../core/ir/names.js'
import type {
  Catalog,
  Constraint,
  PrintedText,
  Routine,
  Schema,
  SchemaObject,
  Table,
  View,
} from '../../../core/ir/schema.js'
import { alter } from './alter.js'
import { checkDraft } from './check.js'
import { noForm, type Printing, startPrinting, Unprintable } from './code/printing.js'
import { collationsOf } from './collations.js'
import { collationDraft, enumTypeDraft } from './enum-type.js'
import { foreignKeyDraft } from './foreign-key.js'
import { keyDraft } from './key.js'
import { namedTypeDraft } from './named-type.js'
import { inOrder } from './order.js'
import { emitOwn } from './own/emit-own.js'
import { partitionDrafts } from './partition.js'
import { routineDraft } from './programs/routine.js'
import { programTriggerDraft } from './programs/trigger.js'
import { indexDraft } from './secondary-index.js'
import { sequenceDraft, sequenceValueDraft } from './sequence.js'
import type { Draft } from './statement.js'
import { schemaDraft, supportDraft } from './support.js'
import {
  type Attempt,
  type AttemptedPart,
  defaultDrafts,
  identityValueDrafts,
  relationKey,
  tableDraft,
} from './table.js'
import { triggerDraft } from './trigger.js'
import { losesSecurity, viewDraft } from './view.js'

/** What all statements of one run share. */
interface Emission {
  readonly major: number
  readonly collations: ReadonlyMap<string, QName>
  readonly tables: ReadonlyMap<string, Table>
  readonly sink: FindingSink
  readonly drafts: Draft[]
}

interface Place {
  readonly object: ObjectId
  readonly origin: Origin
}

/** Writes a target catalogue as statements in the order in which they can run. What has no form is a finding. */
export const emitter: Emitter = { emit, alter, routines }

/** What was written of a routine before the rest of its catalogue. */
interface Written extends PrintedText, Pick<Emission, 'sink' | 'drafts'> {}

function routines(catalog: Catalog): (routine: Routine) => PrintedText {
  const shared = emissionOf(catalog)
  return (routine) => {
    const own: Written = { kind: 'printedText', sink: createFindingSink(), drafts: [] }
    emitObject({ ...shared, ...own }, routine)
    return own
  }
}

const emissionOf = (catalog: Catalog): Emission => ({
  major: catalog.version.major,
  collations: collationsOf(catalog),
  tables: tablesOf(catalog),
  sink: createFindingSink(),
  drafts: [],
})

function emit(catalog: Catalog): Report<readonly EmittedStatement[]> {
  if (catalog.ownEngine) return emitOwn(catalog)
  const emission = emissionOf(catalog)
  for (const schema of catalog.schemas) emitSchema(emission, schema)
  for (const schema of catalog.schemas) for (const object of schema.objects) emitObject(emission, object)
  return { value: inOrder(emission.drafts), findings: emission.sink.all }
}

function emitSchema(emission: Emission, schema: Schema): void {
  // A schema that the server has anyway, or that a support object makes, is not made twice.
  const made = schema.objects.some((object) => object.kind === 'support' && object.what === 'schema')
  if (made || schema.name.text === 'public' || schema.name.text === '') return
  const name: QName = { name: schema.name }
  const place: Place = { object: objectId('schema', name), origin: noOrigin }
  add(
    emission,
    attemptAt(emission, place)({ what: 'schema', name: dotted(name) }, () => schemaDraft(fresh(emission), schema)),
  )
}

function emitObject(emission: Emission, object: SchemaObject): void {
  const attempt = attemptAt(emission, { object: object.id, origin: object.origin })
  const once = (work: (printing: Printing) => Draft | undefined): void =>
    add(
      emission,
      attempt({ what: wordOf(object), name: dotted(object.name) }, () => work(fresh(emission))),
    )
  switch (object.kind) {
    case 'table':
      emitTable(emission, object, attempt)
      break
    case 'view':
      reportSecurity(emission, object)
      once((printing) => viewDraft(printing, object))
      break
    case 'sequence':
      once((printing) => sequenceDraft(printing, object))
      once((printing) => sequenceValueDraft(printing, object))
      break
    case 'enumType':
      once((printing) => enumTypeDraft(printing, object))
      break
    case 'collation':
      once((printing) => collationDraft(printing, object))
      break
    case 'namedType':
      once((printing) => namedTypeDraft(printing, object))
      break
    case 'trigger':
      once((printing) =>
        object.body.kind === 'opaque'
          ? programTriggerDraft(printing, object)
          : triggerDraft(printing, object, emission.tables.get(dotted(object.table))),
      )
      break
    case 'support':
      once((printing) => supportDraft(printing, object))
      break
    case 'routine':
      if (object.printed) addWritten(emission, object.printed.text)
      else once((printing) => routineDraft(printing, object))
      break
    case 'event':
      once((printing) => routineDraft(printing, object))
      break
    case 'unmodelled':
      once(() => {
        throw noForm('code that was not converted')
      })
  }
}

/** The text is one of `routines`: nobody else makes any. */
function addWritten(emission: Emission, text: PrintedText): void {
  const { sink, drafts } = text as Written
  for (const each of sink.all) emission.sink.add(each)
  emission.drafts.push(...drafts)
}

function emitTable(emission: Emission, table: Table, attempt: Attempt): void {
  const printing = (): Printing => fresh(emission)
  const bare = attempt({ what: 'table', name: dotted(table.name) }, () => tableDraft(printing(), table, attempt))
  if (bare === undefined) return
  add(emission, bare)
  emission.drafts.push(...partitionDrafts(printing, table, attempt))
  for (const constraint of table.constraints)
    add(
      emission,
      attempt(constraintPart(table, constraint), () => constraintDraft(printing(), table, constraint)),
    )
  for (const index of table.indexes) {
    const name = index.name === undefined ? dotted(table.name) : index.name.text
    add(
      emission,
      attempt({ what: 'index', name, part: index.sources?.[0] }, () => indexDraft(printing(), table, index)),
    )
  }
  emission.drafts.push(...defaultDrafts(printing, table, attempt), ...identityValueDrafts(printing, table, attempt))
}

function constraintDraft(printing: Printing, table: Table, constraint: Constraint): Draft {
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique':
      return keyDraft(printing, table, constraint)
    case 'foreignKey':
      return foreignKeyDraft(printing, table, constraint)
    case 'check':
      return checkDraft(printing, table, constraint)
  }
}

const words = { primaryKey: 'primary key', unique: 'unique key', foreignKey: 'foreign key', check: 'check' } as const

const constraintPart = (table: Table, constraint: Constraint): AttemptedPart => ({
  what: words[constraint.kind],
  name: constraint.name?.text ?? dotted(table.name),
  part: constraint.sources?.[0],
})

const wordOf = ({ kind }: SchemaObject): string => (kind === 'enumType' || kind === 'namedType' ? 'type' : kind)

const fresh = (emission: Emission): Printing => startPrinting(emission.major, emission.collations)

function add(emission: Emission, made: Draft | undefined): void {
  if (made !== undefined) emission.drafts.push(made)
}

/** Turns a refusal to print into a finding on the part that asked for it. */
function attemptAt(emission: Emission, { object, origin }: Place): Attempt {
  return ({ what, name, part }, work) => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Unprintable)) throw error
      emission.sink.add(findingOf(error, { object, origin, ...(part === undefined ? {} : { part }) }, { what, name }))
      return undefined
    }
  }
}

function findingOf(
  { code, data }: Unprintable,
  at: { readonly object: ObjectId; readonly origin: Origin; readonly part?: PartId },
  named: { readonly what: string; readonly name: string },
): Finding {
  const value = (key: string): string | number => data[key] ?? ''
  switch (code) {
    case 'XW-C0500':
      return finding(code, at, { ...named, construct: value('construct') })
    case 'XW-C0501':
      return finding(code, at, { ...named, text: value('text'), problem: value('problem') })
    case 'XW-C0502':
      return finding(code, at, { ...named, problem: value('problem') })
    case 'XW-C0504':
      return finding(code, at, { ...named, text: value('text') })
    case 'XW-C0505':
      return finding(code, at, { ...named, limit: value('limit') })
  }
}

function reportSecurity(emission: Emission, view: View): void {
  if (!losesSecurity(fresh(emission), view)) return
  const data = { facet: 'SQL SECURITY INVOKER', what: 'view', name: dotted(view.name), version: emission.major }
  emission.sink.add(finding('XW-C0503', { object: view.id, origin: view.origin }, data))
}

function tablesOf(catalog: Catalog): ReadonlyMap<string, Table> {
  const map = new Map<string, Table>()
  for (const { objects } of catalog.schemas)
    for (const object of objects) if (object.kind === 'table') map.set(relationKey(object), object)
  return map
}
