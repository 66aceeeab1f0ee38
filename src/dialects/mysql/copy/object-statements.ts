import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { objectId, qname, wholeOf } from '../../../core/ir/names.js'
import type { ObjectRow } from '../catalog/queries.js'
import { query, quoteName, type Row, type Session } from '../connect.js'
import { programOf, type Surroundings, scriptOf, statement } from './script-text.js'
import { tableStatements } from './table-statements.js'

/** The server's own text of an object, and under what it was made. */
export interface Shown {
  readonly text: string
  readonly sqlMode?: string
  readonly charset?: string
  readonly collation?: string
  readonly timeZone?: string
}

/** Words of SHOW CREATE, and the columns of its answer: text, sql_mode, character set and time zone; −1 where there is none. */
const shows: Readonly<Record<ObjectRow['kind'], readonly [string, number, number, number, number]>> = {
  table: ['TABLE', 1, -1, -1, -1],
  view: ['VIEW', 1, -1, 2, -1],
  sequence: ['SEQUENCE', 1, -1, -1, -1],
  procedure: ['PROCEDURE', 2, 1, 3, -1],
  function: ['FUNCTION', 2, 1, 3, -1],
  trigger: ['TRIGGER', 2, 1, 3, -1],
  event: ['EVENT', 3, 1, 4, 2],
  package: ['PACKAGE', 2, 1, 3, -1],
  packageBody: ['PACKAGE BODY', 2, 1, 3, -1],
}

/** Null: this account may not see the definition. The schema of the object has to be selected: names in it come without it then. */
export async function shownOf(session: Session, { kind, schema, name }: ObjectRow): Promise<Shown | null> {
  const [words, text, mode, charset, zone] = shows[kind]
  const [row] = await query(session, `SHOW CREATE ${words} ${quoteName(schema)}.${quoteName(name)}`)
  const at = (row_: Row | undefined, place: number) => (place < 0 ? null : (row_?.[place] ?? null))
  const found = at(row, text)
  if (found === null) return null
  const facts = { sqlMode: at(row, mode), charset: at(row, charset), timeZone: at(row, zone) }
  const collation = at(row, charset < 0 ? -1 : charset + 1)
  return { text: found, ...present({ ...facts, collation }) }
}

const present = (facts: Readonly<Record<string, string | null>>): Partial<Shown> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))

/** When each kind is made: what must not act while rows and changes are written waits for the end. */
const kinds: Readonly<Record<ObjectRow['kind'], readonly [StatementKind, StatementPhase]>> = {
  table: ['table', 'pre-data'],
  sequence: ['sequence', 'pre-data'],
  procedure: ['procedure', 'post-data'],
  function: ['function', 'post-data'],
  package: ['object', 'post-data'],
  packageBody: ['object', 'post-data'],
  view: ['view', 'post-data'],
  trigger: ['trigger', 'post-cutover'],
  event: ['object', 'post-cutover'],
}

export function objectStatements(object: ObjectRow, shown: Shown): readonly EmittedStatement[] {
  const { schema, name } = object
  if (object.kind === 'table') return tableStatements(schema, name, shown.text)
  const [kind, phase] = kinds[object.kind]
  const id = objectId(object.kind, qname(schema, name))
  const script: (schema: string, text: string, around: Surroundings) => string =
    object.kind === 'sequence' || object.kind === 'view' ? scriptOf : programOf
  const made = { schema, name, kind, object: id, phase, sources: [wholeOf(id)], dependsOn: [] as StatementId[] }
  return [
    statement({
      ...made,
      id: `${object.kind}:${schema}.${name}`,
      sql: script(schema, textOf(object, shown), aroundOf(shown)),
    }),
  ]
}

/** A sequence goes on where the source's is, see `SequenceMapping`. */
const textOf = ({ kind }: ObjectRow, { text }: Shown): string => (kind === 'sequence' ? text.trim() : text)

/** Text beyond ASCII comes to the server in UTF-8, whatever the client spoke that made it. */
export const keepsCharset = ({ text, charset }: Shown): boolean =>
  charset === undefined || /^utf8/.test(charset) || !/[^\u0000-\u007f]/.test(text)

function aroundOf(shown: Shown): Surroundings {
  const { charset, collation, sqlMode, timeZone } = shown
  const names =
    charset !== undefined && collation !== undefined && keepsCharset(shown) ? [charset, collation] : undefined
  return {
    ...(sqlMode === undefined ? {} : { sqlMode }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(names ? { names: [names[0] ?? '', names[1] ?? ''] as const } : {}),
  }
}

/** Views behind those that they name, as far as their text tells. */
export function viewsInOrder(statements: readonly EmittedStatement[]): readonly EmittedStatement[] {
  const views = statements.filter(({ kind }) => kind === 'view')
  return statements.map((one) => {
    if (one.kind !== 'view') return one
    const dependsOn = views
      .filter(({ id, name }) => id !== one.id && one.sql.includes(quoteName(name.name.text)))
      .map(({ id }) => id)
    return { ...one, dependsOn }
  })
}
