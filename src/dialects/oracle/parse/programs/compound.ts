import { type CstNode, hasWord, node, nodes } from '../../../../../grammars/sql/cst.js'
import type { Branch, CaseStmt, ForStmt, IfStmt, LoopStmt, WhileStmt } from '../../../../core/ir/control-flow.js'
import type { Condition, ExceptionBranch } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { originOf } from '../cst.js'
import { lowerQuery } from '../queries.js'
import { exprOf, exprs, nameOf, type ProgramContext, pathOf, reportOpen } from './context.js'
import { lowerDeclarations } from './declarations.js'
import { withoutGotos } from './gotos.js'
import { chainOf } from './names.js'
import { joined, lowerSlot } from './statements.js'

type Label = { readonly label?: Ident }

const lists = ['blockList', 'ifList', 'caseList'] as const

const lowerList = (of: CstNode, context: ProgramContext): readonly Stmt[] =>
  withoutGotos(
    lists
      .flatMap((name) => nodes(of, name))
      .flatMap((list) => nodes(list, 'statementSlot'))
      .map((slot) => ({ labels: labelsOf(slot), stmt: lowerSlot(slot, context) })),
  )

/** All labels in front of a statement. */
function labelsOf(of: CstNode): readonly Ident[] {
  const statement = node(of, 'programStatement')
  return statement ? nodes(statement, 'labelMark').map(nameOf) : []
}

function checkEnd(of: CstNode, context: ProgramContext): void {
  if (!hasWord(of, 'END')) reportOpen(of, context)
}

/** Lowers `block`. */
export function lowerBlock(of: CstNode, label: Label, context: ProgramContext): Block {
  const body = node(of, 'blockBody') ?? of
  return { ...label, ...lowerBody(body, node(of, 'declarationList'), context), origin: originOf(of, context) }
}

/** A block from its declarations and its `blockBody`, or what looks like one. */
export function lowerBody(body: CstNode, declared: CstNode | undefined, context: ProgramContext): Block {
  const exceptions = nodes(body, 'exceptionBranch').map((each) => lowerException(each, context))
  checkEnd(body, context)
  return {
    kind: 'block',
    declarations: declared ? lowerDeclarations(declared, context) : [],
    handlers: [],
    statements: lowerList(body, context),
    ...(exceptions.length > 0 ? { exceptions } : {}),
    origin: originOf(body, context),
  }
}

function lowerException(of: CstNode, context: ProgramContext): ExceptionBranch {
  const conditions = nodes(of, 'qualifiedName').map((each): Condition => {
    const name = joined(pathOf(each))
    return /^others$/i.test(name.text) ? { kind: 'exception' } : { kind: 'named', name }
  })
  return { conditions, body: lowerList(of, context), origin: originOf(of, context) }
}

const branchesOf = (of: CstNode, rule: string, context: ProgramContext): readonly Branch[] =>
  nodes(of, rule).map((each) => ({ when: exprOf(each, context), body: lowerList(each, context) }))

function elseOf(of: CstNode, context: ProgramContext): { readonly else?: readonly Stmt[] } {
  const otherwise = node(of, 'elseBranch')
  return otherwise ? { else: lowerList(otherwise, context) } : {}
}

/** Lowers `ifStatement`. */
export function lowerIf(of: CstNode, context: ProgramContext): IfStmt {
  checkEnd(of, context)
  const branches = branchesOf(of, 'ifBranch', context)
  return { kind: 'if', branches, ...elseOf(of, context), origin: originOf(of, context) }
}

/** Lowers `caseStatement`. */
export function lowerCase(of: CstNode, context: ProgramContext): CaseStmt {
  checkEnd(of, context)
  const [subject] = exprs(of, context)
  return {
    kind: 'caseStatement',
    ...(subject ? { subject } : {}),
    branches: branchesOf(of, 'whenBranch', context),
    ...elseOf(of, context),
    origin: originOf(of, context),
  }
}

/** Lowers `loopStatement`. */
export function lowerLoop(of: CstNode, label: Label, context: ProgramContext): LoopStmt {
  checkEnd(of, context)
  return { kind: 'loop', ...label, body: lowerList(of, context), origin: originOf(of, context) }
}

const bodyOf = (of: CstNode, context: ProgramContext): readonly Stmt[] => {
  const loop = node(of, 'loopStatement')
  return loop ? lowerLoop(loop, {}, context).body : []
}

/** Lowers `whileStatement`. */
export function lowerWhile(of: CstNode, label: Label, context: ProgramContext): WhileStmt {
  const condition = exprOf(of, context)
  return { kind: 'while', ...label, condition, body: bodyOf(of, context), origin: originOf(of, context) }
}

/** Lowers `forStatement`. */
export function lowerFor(of: CstNode, label: Label, context: ProgramContext): ForStmt {
  const over = lowerOver(of, context)
  return { kind: 'for', ...label, variable: nameOf(of), over, body: bodyOf(of, context), origin: originOf(of, context) }
}

function lowerOver(of: CstNode, context: ProgramContext): ForStmt['over'] {
  const range = node(of, 'forRange')
  if (range) return rangeOf(range, context)
  const query = node(of, 'query')
  if (query) return { kind: 'rows', query: lowerQuery(query, context) }
  const name = node(of, 'columnOrCall')
  const chain = name && chainOf(name, context)
  const args = (chain?.args ?? []).map((each) => each.value)
  return { kind: 'cursor', name: joined(chain?.path ?? []), args }
}

export function rangeOf(of: CstNode, context: ProgramContext): ForStmt['over'] & { readonly kind: 'range' } {
  const [from, to] = exprs(of, context)
  const missing = (): Expr => exprOf(of, context)
  return { kind: 'range', from: from ?? missing(), to: to ?? missing(), reverse: hasWord(of, 'REVERSE') }
}
