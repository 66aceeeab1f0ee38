import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { objectId, qname, wholeOf } from '../../../core/ir/names.js'
import type { ObjectRow, Shown } from '../catalog/queries.js'
import { quoteName } from '../connect.js'
import { programOf, type Surroundings, scriptOf, statement } from './script-text.js'
import { tableStatements } from './table-statements.js'

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
