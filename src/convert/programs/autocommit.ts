import type { Handler } from '../../core/ir/error-handling.js'
import type { Expr } from '../../core/ir/expr.js'
import type { Program } from '../../core/ir/program.js'
import type { Block, CallStmt, Stmt } from '../../core/ir/statement.js'
import { walkStmt } from '../../core/ir/walk-program.js'
import { contextOf, type State } from './frame.js'
import { changesRows, mayFailInside } from './outcomes.js'

/** What the source has made of the changes so far where it commits each statement by itself. */
interface Kept {
  /** Whether a transaction is open that the program began. */
  readonly open: 'no' | 'maybe' | 'yes'
  /** Something was changed in it. */
  readonly pending: boolean
  /** The source has committed what the target has not. */
  readonly ahead: boolean
}

/** Undefined: nothing comes there. */
type Way = Kept | undefined

const nothing: Kept = { open: 'no', pending: false, ahead: false }

interface Walk {
  readonly state: State
  /** Programs that are being walked through. */
  readonly inside: ReadonlySet<Program>
  /** An error does not leave the program. */
  readonly absorbed: boolean
  /** How a handler leaves things behind which any statement may go on. */
  readonly resumed?: Way
  /** Every state that its block comes through. */
  readonly states: Way[]
  /** The states in which labels are left, by folded name. */
  readonly left: Map<string, Way>
  readonly found: { matters: boolean }
}

/**
 * Whether an error or a ROLLBACK can take back on the target what the source has committed: with autocommit each statement
 * outside of a transaction stays, while a call is one transaction on the target.
 */
export function losesCommitted(state: State): boolean {
  const found = { matters: false }
  const { program } = state.frame
  const at: Walk = { state, inside: new Set([program]), absorbed: false, states: [], left: new Map(), found }
  walk([program.body], nothing, at)
  return found.matters
}

function joined(one: Way, other: Way): Way {
  if (!one || !other) return one ?? other
  return {
    open: one.open === other.open ? one.open : 'maybe',
    pending: one.pending || other.pending,
    ahead: one.ahead || other.ahead,
  }
}

function walk(stmts: readonly Stmt[], from: Way, at: Walk): Way {
  let kept = from
  for (const stmt of stmts) {
    if (!kept || at.found.matters) break
    kept = joined(step(stmt, kept, at), at.resumed)
    at.states.push(kept)
  }
  return kept
}

function step(stmt: Stmt, kept: Kept, at: Walk): Way {
  switch (stmt.kind) {
    case 'transaction':
      return ended(stmt.action, kept, at)
    case 'callStatement':
      return called(stmt, kept, at)
    case 'block':
      return leaving(stmt, throughBlock(stmt, kept, at), at)
    case 'if':
    case 'caseStatement':
      return throughBranches(stmt, kept, at)
    case 'loop':
    case 'while':
    case 'repeat':
    case 'for': {
      const begun = computed(testsOf(stmt), stmt, kept, at)
      const once = joined(begun, walk(stmt.body, begun, at))
      return leaving(stmt, joined(once, walk(stmt.body, once, at)), at)
    }
    case 'leave':
    case 'iterate':
      at.left.set(folded(stmt), joined(at.left.get(folded(stmt)), kept))
      return undefined
    case 'return':
      simple(stmt, kept, at)
      return undefined
    case 'definition':
      return /^temporary\b/.test(stmt.object) ? kept : defined(kept, at)
    default:
      return simple(stmt, kept, at)
  }
}

function testsOf(stmt: Stmt & { readonly kind: 'loop' | 'while' | 'repeat' | 'for' }): readonly Expr[] {
  if (stmt.kind === 'while') return [stmt.condition]
  return stmt.kind === 'repeat' ? [stmt.until] : []
}

const folded = ({ label }: { readonly label?: { readonly text: string } }): string => label?.text.toLowerCase() ?? ''

/** Behind what a label stands for. */
const leaving = (stmt: Stmt & { readonly label?: { readonly text: string } }, end: Way, { left }: Walk): Way =>
  joined(end, stmt.label ? left.get(folded(stmt)) : undefined)

/** An error here takes back what the source has committed. */
function risk(fails: boolean, { ahead }: Kept, { absorbed, found }: Walk): void {
  if (fails && ahead && !absorbed) found.matters = true
}

function simple(stmt: Stmt, kept: Kept, at: Walk): Way {
  const changes = changesRows(stmt, at.state)
  risk(changes || mayFailInside(stmt, at.state), kept, at)
  if (stmt.kind === 'signal' || stmt.kind === 'resignal') return undefined
  return changes ? changed(kept) : kept
}

/** What the expressions of a statement that holds others do. */
function computed(exprs: readonly Expr[], { origin }: Stmt, kept: Kept, at: Walk): Kept {
  return simple({ kind: 'evaluate', exprs, origin }, kept, at) ?? kept
}

const changed = (kept: Kept): Kept => ({
  open: kept.open,
  pending: kept.pending || kept.open !== 'no',
  ahead: kept.ahead || kept.open !== 'yes',
})

function ended(action: 'start' | 'commit' | 'rollback', kept: Kept, at: Walk): Kept {
  // What was open is committed when another one begins.
  if (action === 'start') return { open: 'yes', pending: false, ahead: kept.ahead || kept.pending }
  if (action === 'rollback' && kept.ahead) at.found.matters = true
  return nothing
}

/** A definition commits what is open, and itself. */
function defined(kept: Kept, at: Walk): Kept {
  risk(true, kept, at)
  return { open: 'no', pending: false, ahead: true }
}

function called(stmt: CallStmt, kept: Kept, at: Walk): Way {
  const { frame } = at.state
  const { schema } = contextOf(at.state).at
  const program = frame.signatures.find('procedure', stmt.routine, schema)?.routine.program
  if (!program || at.inside.has(program)) {
    risk(true, kept, at)
    return changed(kept)
  }
  const inside = new Set([...at.inside, program])
  return walk([program.body], kept, { ...at, inside, left: new Map(), resumed: undefined }) ?? kept
}

function throughBranches(stmt: Stmt & { readonly kind: 'if' | 'caseStatement' }, kept: Kept, at: Walk): Way {
  const tests = stmt.branches.map(({ when }) => when)
  const begun = computed('subject' in stmt && stmt.subject ? [stmt.subject, ...tests] : tests, stmt, kept, at)
  const ways = stmt.branches.map(({ body }) => walk(body, begun, at))
  if (stmt.kind === 'if' || stmt.else) return [...ways, walk(stmt.else ?? [], begun, at)].reduce(joined, undefined)
  // None of its values is an error.
  risk(true, begun, at)
  return ways.reduce(joined, undefined)
}

function throughBlock(block: Block, kept: Kept, at: Walk): Way {
  const defaults = block.declarations.flatMap((each) =>
    each.kind === 'declareVariables' && each.default ? [each.default] : [],
  )
  const begun = computed(defaults, block, kept, at)
  const states: Way[] = [begun]
  const absorbed = at.absorbed || block.handlers.some(absorbs)
  const end = walk(block.statements, begun, { ...at, absorbed, states })
  const handled = (): Way => {
    const any = states.reduce(joined, undefined)
    return block.handlers.map(({ body }) => walk([body], any, at)).reduce(joined, undefined)
  }
  const once = handled()
  if (!block.handlers.some(({ action }) => action === 'continue')) return joined(end, once)
  // Behind a handler that goes on the rest of the block runs as it left things.
  const again = walk(block.statements, begun, { ...at, absorbed, states, resumed: once })
  return [again, handled()].reduce(joined, joined(end, once))
}

/** A handler for every error that lets none out again. */
function absorbs({ conditions, body }: Handler): boolean {
  if (!conditions.some(({ kind }) => kind === 'exception')) return false
  let raises = false
  walkStmt(body, {
    stmt: (stmt) => {
      raises ||= stmt.kind === 'signal' || stmt.kind === 'resignal'
      return !raises
    },
  })
  return !raises
}
