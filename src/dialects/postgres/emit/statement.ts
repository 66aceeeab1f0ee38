import type { EmittedStatement, StatementId, StatementKind, StatementPhase } from '../../../core/dialect/dialect.js'
import { dotted, flat, type ObjectId, type PartId, type QName } from '../../../core/ir/names.js'
import type { Doc } from '../../../core/layout/doc.js'
import { type Printed, print } from '../../../core/layout/print.js'
import type { Printing } from './code/printing.js'
import { movedBy } from './programs/source-map.js'

/** A statement as the file of its object kind makes it; dependencies by name are resolved when all are known. */
export interface Draft {
  readonly statement: EmittedStatement
  readonly uses: ReadonlySet<string>
  /** Names in a body, which are looked up when it runs. */
  readonly names?: ReadonlySet<string>
}

export interface DraftParts {
  readonly kind: StatementKind
  readonly name: QName
  readonly object: ObjectId
  readonly sources: readonly PartId[]
  readonly phase: StatementPhase
  readonly minimal?: boolean
  readonly doc: Doc
  readonly undo: string
  /** Tells statements apart whose kind and name are the same: an index is named within its table. */
  readonly within?: string
}

export const statementId = (kind: StatementKind, name: string): StatementId => flat(kind, ':', name) as StatementId

/** Prints the document. Each statement in it must end with `;` and a hard line. */
export function draft(printing: Printing, parts: DraftParts): Draft {
  const { kind, name, object, sources, phase, minimal, doc, undo, within } = parts
  const { text, marks } = print(doc)
  const lines = marks.flatMap(({ mark, from, to }) => {
    const part = printing.parts[mark]
    return part === undefined ? [] : [{ from, to, part }]
  })
  const statement: EmittedStatement = {
    id: statementId(kind, within === undefined ? dotted(name) : flat(within, '/', name.name.text)),
    kind,
    name,
    object,
    sources: [...new Set(sources)],
    phase,
    minimal: minimal ?? true,
    sql: flat(text, '\n'),
    undo: flat(undo, '\n'),
    dependsOn: [],
    // A copy is as long as it must be: what grew item by item keeps room for more.
    lines: [...lines].sort((a, b) => a.from - b.from || b.to - a.to),
    ...bodiesOf(printing, marks),
  }
  const names = printing.bodies.flatMap((body) => [...body.names])
  return { statement, uses: printing.uses, ...(names.length > 0 ? { names: new Set(names) } : {}) }
}

/** What is known of the bodies in the statement, its lines counted from the start of the statement. */
function bodiesOf(printing: Printing, marks: Printed['marks']): Pick<EmittedStatement, 'code' | 'probes'> {
  if (printing.bodies.length === 0) return {}
  const moved = marks.flatMap(({ mark, from }) => {
    const body = mark < 0 ? printing.bodies[-mark - 1] : undefined
    return body ? [movedBy(from, body)] : []
  })
  return { code: moved.flatMap((body) => body.code), probes: moved.flatMap((body) => body.probes) }
}
