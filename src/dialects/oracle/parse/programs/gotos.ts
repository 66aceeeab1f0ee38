import type { Jump } from '../../../../core/ir/control-flow.js'
import { type Ident, ident } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { isLoop, listsIn, mapStmt, type StmtMapper, sameStmt } from '../../../../core/ir/walk-program.js'

/** A statement of a list with the labels in front of it. */
export interface LabelledSlot {
  readonly labels: readonly Ident[]
  readonly stmt: Stmt
}

const wanted = (label: Ident): string => `GOTO ${label.text.toLowerCase()}`

/** GOTO until the list that has its label is read: a jump to a label that nobody can write. */
export const gotoLabel = (label: Ident): Ident => ident(wanted(label), true)

interface Range {
  readonly label: Ident
  readonly kind: Jump['kind']
  readonly from: number
  /** Behind the last one. */
  readonly to: number
}

/**
 * The statements of a list without the GOTOs to its labels. A jump forward leaves a block around what it goes over, one back
 * goes on with a loop around what is done again (PL/SQL Language Reference, "GOTO Statement"). Jumps whose ranges cross stay.
 */
export function withoutGotos(slots: readonly LabelledSlot[]): readonly Stmt[] {
  let list = slots
  for (;;) {
    const ranges = list.flatMap((slot, at) => slot.labels.flatMap((label) => rangesOf(label, at, list)))
    // The inner one first: its label goes into the outer one.
    const [next] = ranges.sort((one, other) => one.to - one.from - (other.to - other.from))
    if (!next) return list.map(({ stmt }) => stmt)
    list = wrapped(next, list)
  }
}

function rangesOf(label: Ident, at: number, list: readonly LabelledSlot[]): readonly Range[] {
  const first = list.findIndex((each, index) => index < at && jumpsTo(each.stmt, label))
  const last = list.findLastIndex((each, index) => index >= at && jumpsTo(each.stmt, label))
  const back = list.slice(at, last + 1).some(({ stmt }) => jumpsLoosely(stmt))
  return [
    ...(first >= 0 ? [{ label, kind: 'leave', from: first, to: at } as const] : []),
    // EXIT and CONTINUE of a loop around would mean the new one.
    ...(last >= at && !back ? [{ label, kind: 'iterate', from: at, to: last + 1 } as const] : []),
  ]
}

function wrapped({ label, kind, from, to }: Range, list: readonly LabelledSlot[]): readonly LabelledSlot[] {
  const own = ident(`${kind === 'leave' ? 'before' : 'again'}_${label.text.toLowerCase()}`)
  const inside = list.slice(from, to).map(({ stmt }) => retargeted(stmt, label, { kind, label: own }))
  const [first] = list.slice(from)
  const origin = first?.stmt.origin ?? { from: 'none' as const }
  const stmt: Stmt =
    kind === 'leave'
      ? { kind: 'block', label: own, declarations: [], handlers: [], statements: inside, origin }
      : { kind: 'loop', label: own, body: [...inside, { kind: 'leave', label: own, origin }], origin }
  return [...list.slice(0, from), { labels: first?.labels ?? [], stmt }, ...list.slice(to)]
}

const isGoto = (stmt: Stmt, label: Ident): stmt is Jump => stmt.kind === 'leave' && stmt.label?.text === wanted(label)

const jumpsTo = (stmt: Stmt, label: Ident): boolean =>
  isGoto(stmt, label) || listsIn(stmt).some((list) => list.some((each) => jumpsTo(each, label)))

/** Whether it leaves, or goes on with, a loop around it without naming it. */
const jumpsLoosely = (stmt: Stmt): boolean =>
  ((stmt.kind === 'leave' || stmt.kind === 'iterate') && stmt.label === undefined) ||
  (!isLoop(stmt) && listsIn(stmt).some((list) => list.some(jumpsLoosely)))

function retargeted(stmt: Stmt, label: Ident, jump: Pick<Jump, 'kind'> & { readonly label: Ident }): Stmt {
  const mapper: StmtMapper = {
    ...sameStmt,
    stmt: (each) => (isGoto(each, label) ? { ...each, ...jump } : mapStmt(each, mapper)),
  }
  return mapper.stmt(stmt)
}
