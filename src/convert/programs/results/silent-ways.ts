import type { Signal } from '../../../core/ir/error-handling.js'
import type { Ident } from '../../../core/ir/names.js'
import type { Program } from '../../../core/ir/program.js'
import type { Block, CallStmt, Stmt } from '../../../core/ir/statement.js'

/** Where a run can come without having selected anything: the next statement, the end, behind a label or to it again. */
type Ways = ReadonlySet<string>

const next = 'next'
const end = 'end'
const behind = (label: Ident): string => `behind ${label.text.toLowerCase()}`
const again = (label: Ident): string => `again ${label.text.toLowerCase()}`

const onward: Ways = new Set([next])
const nowhere: Ways = new Set()

/**
 * Whether a run can come to the program's end without a result, as far as its statements tell. Conditions can be met or not;
 * an error goes to each handler that leaves, or out of the program. `hands` tells which called procedures give results.
 */
export function maySelectNothing({ body }: Program, hands: (call: CallStmt) => boolean): boolean {
  return waysOf(body, hands).size > 0
}

type Hands = (call: CallStmt) => boolean

const union = (all: readonly Ways[]): Ways => new Set(all.flatMap((each) => [...each]))

const without = (ways: Ways, gone: string): Ways => new Set([...ways].filter((way) => way !== gone))

function waysOfList(stmts: readonly Stmt[], hands: Hands): Ways {
  let ways = onward
  for (const stmt of stmts) {
    if (!ways.has(next)) break
    ways = union([without(ways, next), waysOf(stmt, hands)])
  }
  return ways
}

function waysOf(stmt: Stmt, hands: Hands): Ways {
  const inside = (stmts: readonly Stmt[]): Ways => waysOfList(stmts, hands)
  switch (stmt.kind) {
    case 'resultSet':
    case 'execute':
      return nowhere
    case 'callStatement':
      return hands(stmt) ? nowhere : onward
    case 'insert':
    case 'update':
    case 'delete':
      return stmt.returning.length > 0 && !stmt.into ? nowhere : onward
    case 'signal':
    case 'resignal':
      return isWarning(stmt) ? onward : nowhere
    case 'return':
      return new Set([end])
    case 'leave':
    case 'iterate':
      // Without a label or with a condition it may go anywhere.
      if (!stmt.label || stmt.when) return onward
      return new Set([stmt.kind === 'leave' ? behind(stmt.label) : again(stmt.label)])
    case 'block':
      return leaving(stmt, union([inside(stmt.statements), ...exits(stmt, hands)]))
    case 'if':
      return union([...stmt.branches.map((each) => inside(each.body)), inside(stmt.else ?? [])])
    case 'caseStatement':
      // None of its values is an error.
      return union([...stmt.branches.map((each) => inside(each.body)), stmt.else ? inside(stmt.else) : nowhere])
    case 'while':
    case 'for':
      return union([onward, leaving(stmt, inside(stmt.body))])
    case 'repeat':
      return leaving(stmt, inside(stmt.body))
    case 'loop':
      return leaving(stmt, without(inside(stmt.body), next), false)
    default:
      return onward
  }
}

/** The ways of what a label stands for: who leaves it goes on behind it, who iterates may do so after its last round. */
function leaving({ label }: { readonly label?: Ident }, ways: Ways, ends = true): Ways {
  if (!label) return ways
  const arrives = ways.has(behind(label)) || (ends && ways.has(again(label)))
  const others = without(without(ways, behind(label)), again(label))
  return arrives ? union([others, onward]) : others
}

const exits = ({ handlers }: Block, hands: Hands): readonly Ways[] =>
  handlers.filter(({ action }) => action !== 'continue').map(({ body }) => waysOf(body, hands))

const isWarning = ({ condition }: Signal): boolean => condition?.kind === 'sqlstate' && condition.value.startsWith('01')
