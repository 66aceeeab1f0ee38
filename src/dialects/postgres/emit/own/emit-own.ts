import type { EmittedStatement, StatementKind, StatementPhase } from '../../../../core/dialect/dialect.js'
import { createFindingSink, type FindingSink, finding, type Report } from '../../../../core/findings/finding.js'
import { dotted, ident, noOrigin, type Origin, objectId, spanOf } from '../../../../core/ir/names.js'
import type { Catalog, KeptStatement, SchemaObject, Sequence, Table } from '../../../../core/ir/schema.js'
import { print } from '../../../../core/layout/print.js'
import { identText, nameText, startPrinting, textConstant, Unprintable } from '../code/printing.js'
import { enumTypeDraft } from '../enum-type.js'
import { identityValueDoc } from '../sequence.js'
import { emittedOf, type OwnStatement } from './statements.js'
import { tableStatements } from './table.js'

/** Writes a catalogue for the engine that it comes from: each statement in the place that the source gives it. */
export function emitOwn(catalog: Catalog): Report<readonly EmittedStatement[]> {
  const sink = createFindingSink()
  const objects = catalog.schemas.flatMap((schema) => schema.objects)
  const made = [
    ...objects.flatMap((object) => attempt(object, sink)),
    ...(catalog.kept ?? []).map(keptStatement),
    ...objects.flatMap((object) => valuesOf(object)),
  ]
  const taken = new Set<string>()
  const schemas = catalog.schemas.flatMap(({ name, options }) =>
    name.text === 'public' || name.text === '' ? [] : [schemaStatement(name.text, options.length)],
  )
  return { value: [...schemas, ...inPlace(made)].map((each) => emittedOf(each, taken)), findings: sink.all }
}

function schemaStatement(name: string, _options: number): OwnStatement {
  const qname = { name: ident(name) }
  const text = `CREATE SCHEMA ${identText(ident(name))}`
  return {
    ...{ kind: 'schema', name: qname, object: objectId('schema', qname), sources: [], phase: 'pre-data', text },
    ...{ undo: `DROP SCHEMA ${identText(ident(name))}`, origin: noOrigin },
  }
}

/** Foreign keys want the keys that they point to. */
const ranks: Partial<Readonly<Record<StatementKind, number>>> = { 'foreign-key': 1 }

/** By phase, then as the statements of the source stand. */
function inPlace(statements: readonly OwnStatement[]): readonly OwnStatement[] {
  const placed = statements.map((statement, at) => ({ statement, at, place: placeOf(statement.origin) }))
  const rank = ({ kind }: OwnStatement): number => ranks[kind] ?? 0
  return placed
    .sort(
      (a, b) =>
        rank(a.statement) - rank(b.statement) ||
        (a.place.path < b.place.path ? -1 : a.place.path > b.place.path ? 1 : 0) ||
        a.place.byte - b.place.byte ||
        a.at - b.at,
    )
    .map(({ statement }) => statement)
}

/** The id of a piece of text ends in its first byte. */
function placeOf(origin: Origin): { readonly path: string; readonly byte: number } {
  const source = spanOf(origin)?.source ?? ''
  const at = source.lastIndexOf('#')
  return at < 0 ? { path: source, byte: 0 } : { path: source.slice(0, at), byte: Number(source.slice(at + 1)) }
}

function attempt(object: SchemaObject, sink: FindingSink): readonly OwnStatement[] {
  try {
    return object.kind === 'table'
      ? [...sequencesOf(object), ...tableStatements(object)]
      : objectStatements(object, sink)
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    const at = { object: object.id, origin: object.origin }
    const construct = String(error.data['construct'] ?? error.data['text'] ?? '')
    sink.add(finding('XW-C0500', at, { what: object.kind, name: dotted(object.name), construct }))
    return []
  }
}

const sequencesOf = (table: Table): readonly OwnStatement[] =>
  table.columns.flatMap(({ identity }) =>
    identity?.by ? [textStatement(identity.by.sequence, 'sequence', 'pre-data')] : [],
  )

const phases: Readonly<Record<string, StatementPhase>> = {
  trigger: 'post-cutover',
  'event trigger': 'post-cutover',
  rule: 'post-data',
  policy: 'post-data',
  statistics: 'post-data',
  publication: 'post-cutover',
}

/** What belongs to the server, or would connect to another one. */
const ofServer: ReadonlySet<string> = new Set(['tablespace', 'subscription'])

function objectStatements(object: SchemaObject, sink: FindingSink): readonly OwnStatement[] {
  const what = object.kind === 'unmodelled' ? object.what : object.kind
  if (ofServer.has(what)) {
    sink.add(finding('XW-C0002', { object: object.id, origin: object.origin }, { what, name: dotted(object.name) }))
    return []
  }
  if (object.kind === 'enumType') return [enumStatement(object)]
  return [textStatement(object, kindOf(object), phases[what] ?? 'pre-data')]
}

function enumStatement(object: SchemaObject & { readonly kind: 'enumType' }): OwnStatement {
  const { statement } = enumTypeDraft(startPrinting(18, new Map()), { ...object, comment: '' })
  return {
    ...{ kind: 'type', name: object.name, object: object.id, sources: object.sources ?? [], phase: 'pre-data' },
    ...{ text: statement.sql.trim(), undo: `DROP TYPE ${nameText(object.name)}`, origin: object.origin },
  }
}

function kindOf(object: SchemaObject): StatementKind {
  switch (object.kind) {
    case 'view':
    case 'sequence':
    case 'collation':
    case 'trigger':
      return object.kind
    case 'routine':
      return object.form === 'procedure' ? 'procedure' : 'function'
    case 'unmodelled':
      return object.what === 'extension'
        ? 'extension'
        : object.what === 'type' || object.what === 'domain'
          ? 'type'
          : 'object'
    default:
      return 'object'
  }
}

function textStatement(object: SchemaObject, kind: StatementKind, phase: StatementPhase): OwnStatement {
  return {
    ...{ kind, name: object.name, object: object.id, sources: object.sources ?? [], phase },
    ...{ text: object.ownText ?? '', origin: object.origin, session: object.session },
    isProgram: object.kind === 'routine',
  }
}

/** What else the source says. Partitions are there before rows come, triggers are switched when they are there. */
function keptStatement({ text, origin, session }: KeptStatement): OwnStatement {
  const isPartition = /\bATTACH\s+PARTITION\b/i.test(text) && !/^ALTER\s+INDEX\b/i.test(text)
  const ofTrigger =
    /\b(?:ENABLE|DISABLE)\s+(?:(?:REPLICA|ALWAYS)\s+)?TRIGGER\b|^COMMENT\s+ON\s+(?:EVENT\s+)?TRIGGER\b/i.test(text)
  const ofSequence = /^ALTER\s+SEQUENCE\b/i.test(text)
  const afterAll = ofTrigger || /^ALTER\s+PUBLICATION\b/i.test(text)
  const phase = isPartition || ofSequence ? 'pre-data' : afterAll ? 'post-cutover' : 'post-data'
  const name = { name: ident(text.slice(0, 40).replace(/\s+/g, ' ')) }
  return {
    ...{ kind: 'object', name, object: objectId('statement', name), sources: [], phase, text, origin },
    ...(session ? { session } : {}),
  }
}

/** Where counters go on. */
function valuesOf(object: SchemaObject): readonly OwnStatement[] {
  if (object.kind === 'sequence') return sequenceValue(object)
  if (object.kind !== 'table') return []
  return object.columns.flatMap(({ name, identity }) => {
    if (!identity) return []
    if (identity.by) return sequenceValue(identity.by.sequence)
    const doc = identityValueDoc(nameText(object.name), identText(name), name.text, identity.sequence.next)
    const own = { ...object.name, name }
    return [
      {
        kind: 'identity',
        name: own,
        object: object.id,
        sources: [],
        phase: 'post-cutover',
        text: print(doc).text,
        origin: noOrigin,
      } as const,
    ]
  })
}

function sequenceValue({ name, id, sequence: { next } }: Sequence): readonly OwnStatement[] {
  if (next === undefined) return []
  const text = `SELECT pg_catalog.setval(${textConstant(nameText(name))}::pg_catalog.regclass, ${next}, false)`
  return [{ kind: 'identity', name, object: id, sources: [], phase: 'post-cutover', text, origin: noOrigin }]
}
