import type {
  EmittedStatement,
  Emitter,
  StatementId,
  StatementKind,
  StatementPhase,
} from '../../../core/dialect/dialect.js'
import { createFindingSink, finding, type Report } from '../../../core/findings/finding.js'
import { dotted, noOrigin, objectId, partId, type QName } from '../../../core/ir/names.js'
import type {
  Catalog,
  Column,
  Constraint,
  Index,
  PartBase,
  Routine,
  Schema,
  SchemaObject,
  Sequence,
  Table,
  Trigger,
  View,
} from '../../../core/ir/schema.js'
import { constructTable } from '../../../rules/constructs/constructs.js'
import { add, attempt, type Draft, type Emission, idOf, loseFacet, schemaOf } from './emission.js'
import { lostFacets } from './lost-facets.js'
import { emitOwn } from './own/emit-own.js'
import { ownSequenceText } from './own/sequence.js'
import { ownTableScript } from './own/table.js'
import { changedCollations, textDefaultText } from './own/texts.js'
import { alter, checkText, foreignKeyText, indexText, keyText } from './parts.js'
import { identText, isMariadb, nameText, noForm, type Printing } from './printing.js'
import { type PrintedProgram, routineText, triggerText } from './programs/routine.js'
import { queryText } from './query.js'
import { sequenceText } from './sequence.js'
import { problemOf, tableText } from './table.js'

/** Writes a target catalogue as statements in the order in which they can run. What has no form is a finding. */
export const emitter: Emitter = { emit }

function emit(catalog: Catalog): Report<readonly EmittedStatement[]> {
  const own = catalog.ownEngine === true
  const printing: Printing = { version: catalog.version, collation: defaultCollation(catalog), own }
  const emission: Emission = { printing, sink: createFindingSink(), statements: [] }
  const objects = catalog.schemas.flatMap((schema) => schema.objects)
  for (const schema of catalog.schemas) emitSchema(emission, schema)
  for (const object of objects) if (object.kind === 'sequence') emitSequence(emission, object)
  const tables = objects.filter((object): object is Table => object.kind === 'table')
  for (const table of tables) emitTable(emission, table)
  for (const table of tables) emitKeys(emission, table)
  for (const table of tables) emitForeignKeys(emission, table)
  if (own) emitOwn(emission, catalog.schemas)
  else for (const object of objects) if (object.kind === 'view') emitView(emission, object)
  for (const table of tables) emitCounter(emission, table)
  if (!own) emitPrograms(emission, objects)
  for (const object of objects) if (!own) refuseOther(emission, object)
  return { value: emission.statements, findings: emission.sink.all }
}

/** The collation of the server's family that compares byte by byte. */
function defaultCollation({ version }: Catalog): string {
  const known = constructTable('mysql').ownCollations.filter(({ flavour, from = [0, 0] }) => {
    const isNew = version.major > from[0] || (version.major === from[0] && version.minor >= from[1])
    return isNew && (flavour === undefined || flavour === version.flavour)
  })
  return known.find(({ caseSensitive }) => caseSensitive)?.name ?? 'utf8mb4_bin'
}

function emitSchema(emission: Emission, schema: Schema): void {
  const name: QName = { name: schema.name }
  const text = `DATABASE IF NOT EXISTS ${identText(schema.name)}`
  const { printing } = emission
  const charset = schema.textDefault
    ? textDefaultText(schema.textDefault, printing)
    : `DEFAULT CHARACTER SET utf8mb4 COLLATE ${printing.collation}`
  const object = objectId('schema', name)
  const sources = printing.own ? schema.options.map(({ key }) => partId(object, 'option', key)) : []
  add(emission, {
    ...{ kind: 'schema', name, object, sources, phase: 'pre-data', minimal: true },
    ...{ sql: `CREATE ${text} ${charset}`, undo: `DROP ${text.replace('IF NOT', 'IF')}` },
  })
}

function emitSequence(emission: Emission, sequence: Sequence): void {
  const { own } = emission.printing
  if (sequence.comment && !own) loseFacet(emission, sequence, { facet: 'The comment' })
  attempt(emission, sequence, 'sequence', undefined, () => {
    if (!isMariadb(emission.printing)) throw noForm('a sequence')
    return {
      ...{ kind: 'sequence', name: sequence.name, object: sequence.id, sources: sequence.sources ?? [] },
      ...{ phase: 'pre-data', minimal: true, dependsOn: schemaOf(sequence.name) },
      ...{
        sql: own ? ownSequenceText(sequence) : sequenceText(sequence),
        undo: `DROP SEQUENCE ${nameText(sequence.name)}`,
      },
    }
  })
  const { next } = sequence.sequence
  if (!own || next === undefined || !isMariadb(emission.printing)) return
  add(emission, {
    ...{
      kind: 'identity',
      name: sequence.name,
      object: sequence.id,
      sources: [],
      phase: 'post-cutover',
      minimal: false,
    },
    ...{ dependsOn: [idOf('sequence', sequence.name)], undo: 'DO 0' },
    sql: `DO SETVAL(${nameText(sequence.name)}, ${next}, 0)`,
  })
}

/** The table with its counter's key, then its checks while it is empty. */
function emitTable(emission: Emission, whole: Table): void {
  const { printing } = emission
  const table = { ...whole, columns: whole.columns.map((column) => printable(emission, whole, column)) }
  const { indexes: inline, keys } = earlyOf(printing, table)
  attempt(emission, table, 'table', undefined, () => ({
    ...{ kind: 'table', name: table.name, object: table.id, phase: 'pre-data', minimal: true },
    sources: [table, ...table.columns, ...withIt(printing, table), ...inline, ...keys, ...partitionsOf(table)].flatMap(
      ({ sources = [] }) => sources,
    ),
    dependsOn: schemaOf(table.name),
    ...textOf(printing, table, [
      ...keys.flatMap((key) => (key.kind === 'unique' ? [keyText(printing, key)] : [])),
      ...inline.map((index) => indexText(printing, index)),
    ]),
    undo: `DROP TABLE ${nameText(table.name)}`,
  }))
  for (const lost of lostFacets(printing, table)) loseFacet(emission, table, lost)
  if (printing.own) {
    reportCollations(emission, table)
    return
  }
  for (const each of table.constraints)
    if (each.kind === 'check')
      attempt(emission, table, 'check', each, () =>
        partDraft(table, 'check', each, 'pre-data', checkText(printing, each)),
      )
}

function reportCollations({ printing, sink }: Emission, table: Table): void {
  for (const { column, source, target } of changedCollations(table, printing)) {
    const part = column.sources?.[0]
    const at = { object: table.id, origin: column.origin, ...(part ? { part } : {}) }
    sink.add(finding('XW-T0085', at, { column: column.name.text, source, target }))
  }
}

const textOf = (printing: Printing, table: Table, inline: readonly string[]): Pick<Draft, 'sql' | 'code'> =>
  printing.own ? ownTableScript(printing, table, inline) : { sql: tableText(printing, table, inline) }

/** A column without the default or the expression that this version has no form for: what is lost is its finding. */
function printable(emission: Emission, table: Table, column: Column): Column {
  const part = column.sources?.[0]
  const at = { object: table.id, origin: column.origin, ...(part ? { part } : {}) }
  const problem = problemOf(emission.printing, column)
  if (problem === undefined) return column
  const what = column.generated ? 'generated column' : 'default of column'
  const name = `${dotted(table.name)}.${column.name.text}`
  emission.sink.add(finding('XW-C0500', at, { what, name, construct: problem }))
  const { default: _default, generated: _generated, ...rest } = column
  return rest
}

const partitionsOf = ({ partitioning }: Table): readonly PartBase[] =>
  (partitioning?.partitions ?? []).flatMap((each) => [each, ...each.subpartitions])

/** Constraints that stand in the statement of the table: its primary key, and checks where they are no statements of their own. */
const withIt = ({ own }: Printing, table: Table): readonly Constraint[] =>
  table.constraints.filter(({ kind }) => kind === 'primaryKey' || (own && kind === 'check'))

const primaryOf = (table: Table): readonly Constraint[] => table.constraints.filter(({ kind }) => kind === 'primaryKey')

/** Unique keys of a table that has no primary key tell its rows apart; a counter needs its key from the start. */
function isEarly(table: Table, key: Constraint): boolean {
  if (primaryOf(table).length === 0) return true
  const counter = table.columns.find(({ identity }) => identity)
  return (
    key.kind === 'unique' &&
    counter !== undefined &&
    !counterInPrimary(table) &&
    key.columns[0]?.text === counter.name.text
  )
}

const counterInPrimary = (table: Table): boolean => {
  const counter = table.columns.find(({ identity }) => identity)
  return primaryOf(table).some((key) => key.kind === 'primaryKey' && key.columns[0]?.text === counter?.name.text)
}

/** Keys that come with their table. Within one engine those before them come too: their order is a part of the table. */
function earlyOf(
  { own }: Printing,
  table: Table,
): { readonly keys: readonly Constraint[]; readonly indexes: readonly Index[] } {
  const first = <P>(parts: readonly P[], isNeeded: (part: P) => boolean): readonly P[] =>
    own ? parts.slice(0, parts.findLastIndex(isNeeded) + 1) : parts.filter(isNeeded)
  return {
    keys: first(
      table.constraints.filter(({ kind }) => kind === 'unique'),
      (key) => isEarly(table, key),
    ),
    indexes: first(table.indexes, (index) => keepsCounter(table, index)),
  }
}

function keepsCounter(table: Table, index: Index): boolean {
  const counter = table.columns.find(({ identity }) => identity)
  if (
    !counter ||
    counterInPrimary(table) ||
    table.constraints.some(
      (each) => each.kind === 'unique' && isEarly(table, each) && each.columns[0]?.text === counter.name.text,
    )
  )
    return false
  const leads = ({ parts }: Index): boolean =>
    parts[0]?.expr.kind === 'column' && parts[0].expr.path.at(-1)?.text === counter.name.text
  return leads(index) && table.indexes.find(leads) === index
}

function partDraft(
  table: Table,
  kind: StatementKind,
  part: Constraint | Index,
  phase: StatementPhase,
  text: string,
  after: readonly StatementId[] = [],
): Draft {
  const name = part.name?.text ?? ''
  const word = kind === 'foreign-key' ? 'FOREIGN KEY' : kind === 'check' ? 'CONSTRAINT' : 'KEY'
  return {
    ...{ kind, name: table.name, part: name, object: table.id, sources: part.sources ?? [], phase, minimal: false },
    dependsOn: [idOf('table', table.name), ...after],
    sql: alter(table, text),
    undo: `ALTER TABLE ${nameText(table.name)} DROP ${word} ${identText({ text: name, quoted: true })}`,
  }
}

/** When the rows are there; foreign keys need those of all tables. */
function emitKeys(emission: Emission, table: Table): void {
  const { printing } = emission
  const early = earlyOf(printing, table)
  for (const each of table.constraints)
    if (each.kind === 'unique' && !early.keys.includes(each))
      attempt(emission, table, 'unique key', each, () =>
        partDraft(table, 'unique', each, 'post-data', keyText(printing, each)),
      )
  for (const index of table.indexes)
    if (!early.indexes.includes(index))
      attempt(emission, table, 'index', index, () =>
        partDraft(table, 'index', index, 'post-data', indexText(printing, index)),
      )
}

function emitForeignKeys(emission: Emission, table: Table): void {
  for (const each of table.constraints)
    if (each.kind === 'foreignKey')
      attempt(emission, table, 'foreign key', each, () =>
        partDraft(table, 'foreign-key', each, 'post-data', foreignKeyText(each), [idOf('table', each.target)]),
      )
}

function emitView(emission: Emission, view: View): void {
  if (view.comment) loseFacet(emission, view, { facet: 'The comment' })
  attempt(emission, view, 'view', undefined, () => {
    if (view.query.kind === 'opaque') throw noForm('text that was not understood')
    if (view.materialized) throw noForm('a materialized view')
    const columns = view.columns.length > 0 ? ` (${view.columns.map(identText).join(', ')})` : ''
    const check = view.checkOption ? ` WITH ${view.checkOption.toUpperCase()} CHECK OPTION` : ''
    const security = `SQL SECURITY ${view.security.toUpperCase()}`
    return {
      ...{
        kind: 'view',
        name: view.name,
        object: view.id,
        sources: view.sources ?? [],
        phase: 'post-data',
        minimal: false,
      },
      sql: `CREATE ${security} VIEW ${nameText(view.name)}${columns} AS\n${queryText(emission.printing, view.query)}${check}`,
      undo: `DROP VIEW ${nameText(view.name)}`,
    }
  })
}

/** Of what it is told and one past the highest row the server takes the higher (manual, "AUTO_INCREMENT Handling in InnoDB"). */
function emitCounter(emission: Emission, table: Table): void {
  const next = table.columns.find(({ identity }) => identity)?.identity?.sequence.next
  if (next === undefined) return
  const sql = `ALTER TABLE ${nameText(table.name)} AUTO_INCREMENT = ${next}`
  add(emission, {
    ...{ kind: 'identity', name: table.name, object: table.id, sources: [], phase: 'post-cutover', minimal: false },
    ...{ dependsOn: [idOf('table', table.name)], sql, undo: `ALTER TABLE ${nameText(table.name)} AUTO_INCREMENT = 1` },
  })
}

/** Functions before procedures, and triggers when the users move. Bodies are looked up when they run. */
function emitPrograms(emission: Emission, objects: readonly SchemaObject[]): void {
  const { printing } = emission
  const draft = (
    object: Routine | Trigger,
    kind: StatementKind,
    phase: StatementPhase,
    made: PrintedProgram,
  ): Draft => {
    const { lost, ...printed } = made
    for (const { construct, origin } of lost) {
      const data = { what: 'statement in', name: dotted(object.name), construct }
      emission.sink.add(finding('XW-C0500', { object: object.id, origin }, data))
    }
    const own = { kind, name: object.name, object: object.id, sources: object.sources ?? [], phase, minimal: false }
    return { ...own, ...printed }
  }
  for (const form of ['function', 'procedure'] as const)
    for (const object of objects)
      if (object.kind === 'routine' && object.form === form && object.program)
        attempt(emission, object, form, undefined, () =>
          draft(object, form, 'post-data', routineText(printing, object)),
        )
  for (const object of objects)
    if (object.kind === 'trigger' && object.program)
      attempt(emission, object, 'trigger', undefined, () => ({
        ...draft(object, 'trigger', 'post-cutover', triggerText(printing, object)),
        dependsOn: [idOf('table', object.table)],
      }))
}

/** What no pass took out and no statement stands for. */
function refuseOther(emission: Emission, object: SchemaObject): void {
  if (object.kind === 'table' || object.kind === 'view' || object.kind === 'sequence') return
  if ((object.kind === 'routine' || object.kind === 'trigger') && object.program) return
  const what = object.kind === 'enumType' ? 'type' : object.kind
  const construct =
    object.kind === 'enumType' ? 'a type with a name, which no column is of' : 'code that was not converted'
  emission.sink.add(
    finding('XW-C0500', { object: object.id, origin: noOrigin }, { what, name: dotted(object.name), construct }),
  )
}
