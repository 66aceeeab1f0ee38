import { createHash } from 'node:crypto'
import type { EmittedStatement, StatementId, StatementPhase } from '../core/dialect/dialect.js'
import { flat } from '../core/ir/names.js'

const phases: readonly StatementPhase[] = ['pre-data', 'post-data', 'post-cutover']

/**
 * Statements in an order in which they can run: by phase, then the emitter's own order, each after what it depends on. In a
 * ring of dependencies the first one goes first; the target then says what it lacks.
 */
export function inRunningOrder(statements: readonly EmittedStatement[]): readonly EmittedStatement[] {
  const known = new Map(statements.map((statement) => [statement.id, statement]))
  const placed = new Set<StatementId>()
  const ordered: EmittedStatement[] = []
  const sorted = phases.flatMap((phase) => statements.filter((statement) => statement.phase === phase))
  for (const statement of sorted) place(statement, known, placed, ordered)
  return ordered
}

/** Without calling itself: dependencies may chain as long as a script has views. */
function place(
  first: EmittedStatement,
  known: ReadonlyMap<StatementId, EmittedStatement>,
  placed: Set<StatementId>,
  ordered: EmittedStatement[],
): void {
  const stack: { readonly statement: EmittedStatement; next: number }[] = []
  const enter = (statement: EmittedStatement): void => {
    if (placed.has(statement.id)) return
    placed.add(statement.id)
    stack.push({ statement, next: 0 })
  }
  enter(first)
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const id = top.statement.dependsOn[top.next++]
    if (id === undefined) {
      stack.pop()
      ordered.push(top.statement)
      continue
    }
    const needed = known.get(id)
    if (needed) enter(needed)
  }
}

/** Longest slug of a name inside a file name; the whole stays far below what any file system takes. */
const slugLength = 60

/**
 * `sql/<phase>/<order>-<kind>-<schema>.<name>.sql` for every statement; the order goes on from phase to phase. Whatever
 * stands in a name, a file name holds letters, digits, `_`, `-` and `.` only, and the order makes each one different even
 * where case does not count.
 */
export function fileNames(statements: readonly EmittedStatement[]): ReadonlyMap<StatementId, string> {
  const width = Math.max(4, String(statements.length).length)
  return new Map(
    statements.map((statement, at) => {
      const order = String(at + 1).padStart(width, '0')
      const schema = statement.name.schema ? `${slug(statement.name.schema.text)}.` : ''
      const name = `${schema}${slug(statement.name.name.text)}`
      return [statement.id, flat('sql/', statement.phase, '/', order, '-', statement.kind, '-', name, '.sql')]
    }),
  )
}

/** The name itself when it is plain; else what is plain of it, and a hash of the whole. */
export function slug(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, slugLength)
  if (plain === name && name !== '') return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${plain.replace(/^-+|-+$/g, '')}${plain === '' ? '' : '-'}${hash}`
}
