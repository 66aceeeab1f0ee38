import { finding } from '../../../../core/findings/finding.js'
import type {
  Branch,
  CaseStmt,
  ForStmt,
  IfStmt,
  LoopStmt,
  RepeatStmt,
  WhileStmt,
} from '../../../../core/ir/control-flow.js'
import type { CursorDeclaration, Declaration } from '../../../../core/ir/declaration.js'
import type { Handler } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { type CstNode, hasWord, node, nodes, originOf } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { opaqueOf, where } from '../problems.js'
import { lowerQuery } from '../queries.js'
import { lostStatement, type ProgramContext, reportOpen, withLocals, withUnitNames } from './context.js'
import { lowerMember } from './packages.js'
import { lowerExceptions, lowerUnitDeclaration, withTaken } from './plsql.js'
import { lowerSlot, lowerStatement } from './statements.js'
import { lowerCondition, lowerDeclaredType, lowerTypedName } from './targets.js'

/** The label that a statement was given in front. */
export type Label = { readonly label?: Ident }

/** The value of a child `expression`; text that is not there was reported by the grammar. */
const exprOf = (of: CstNode, context: ProgramContext): Expr => {
  const expression = node(of, 'expression')
  return expression ? lowerExpression(expression, context) : opaqueOf(of, 'XW-P0402', context)
}

const lists = ['blockList', 'ifList', 'caseList', 'repeatList'] as const

/** The `statementSlot`s of the list inside a node. */
const slotsOf = (of: CstNode): readonly CstNode[] =>
  lists.flatMap((name) => nodes(of, name)).flatMap((list) => nodes(list, 'statementSlot'))

const lowerList = (of: CstNode, context: ProgramContext): readonly Stmt[] =>
  slotsOf(of).map((slot) => lowerSlot(slot, context))

function checkEnd(of: CstNode, context: ProgramContext): void {
  if (!hasWord(of, 'END')) reportOpen(of, context)
}

const declarationOf = (slot: CstNode, context: ProgramContext): CstNode | undefined => {
  const statement = context.lost.has(slot.location?.startOffset ?? -1) ? undefined : node(slot, 'programStatement')
  return statement && node(statement, 'declaration')
}

/** Lowers `block`. Names are known from their declaration on: to later declarations, to handlers and to the statements. */
export function lowerBlock(
  of: CstNode,
  label: Label,
  outer: ProgramContext,
  list: CstNode | undefined = node(of, 'declarationList'),
): Block {
  const declared = list ? lowerDeclarations(list, outer) : { declarations: [], context: outer }
  let { context } = declared
  const declarations: Declaration[] = [...declared.declarations]
  const handlers: Handler[] = [...lowerExceptions(of, context)]
  context = withTaken(of, context)
  const statements: Stmt[] = []
  for (const slot of slotsOf(of)) {
    const declaration = declarationOf(slot, context)
    if (!declaration) {
      statements.push(lowerSlot(slot, context))
    } else if (statements.some((stmt) => stmt.kind !== 'opaque')) {
      statements.push(misplaced(slot, context))
    } else {
      context.counts.statements++
      const lowered = lowerDeclaration(declaration, context)
      if (lowered.kind === 'handler') handlers.push(lowered)
      else declarations.push(lowered)
      if (lowered.kind === 'declareVariables') context = withLocals(context, lowered.names)
    }
  }
  checkEnd(of, context)
  return { kind: 'block', ...label, declarations, handlers, statements, origin: originOf(of, outer) }
}

/** Lowers `declarationList`: names are known from their declaration on. */
export function lowerDeclarations(
  of: CstNode,
  outer: ProgramContext,
): { readonly declarations: readonly Declaration[]; readonly context: ProgramContext } {
  let context = outer
  const declarations = nodes(of, 'declarationSlot').map((slot): Declaration => {
    const found = context.lost.has(slot.location?.startOffset ?? -1) ? undefined : node(slot, 'unitDeclaration')
    const member = found && node(found, 'member')
    if (member) return lowerMember(member, context)
    context.counts.statements++
    const lowered = found ? (lowerUnitDeclaration(found, context) ?? ofDeclaration(found, slot, context)) : undefined
    const made = lowered ?? lostStatement(slot, context)
    if (made.kind === 'declareVariables')
      context = outer.inPackage ? withUnitNames(context, made.names) : withLocals(context, made.names)
    if (made.kind === 'declareCondition')
      context = { ...context, exceptions: new Set([...(context.exceptions ?? []), made.name.text.toLowerCase()]) }
    return made
  })
  return { declarations, context }
}

/** A declaration as the default mode has it, or a variable. */
function ofDeclaration(found: CstNode, slot: CstNode, context: ProgramContext): Declaration {
  const made = lowerDeclaration(node(found, 'declaration') ?? found, context)
  return made.kind === 'handler' ? lostStatement(slot, context) : made
}

function misplaced(slot: CstNode, context: ProgramContext): Stmt {
  context.counts.statements++
  context.counts.opaque++
  const opaque = opaqueOf(slot, 'XW-P0406', context)
  context.sink.add(finding('XW-P0406', where(opaque.origin, context), { name: context.name }))
  return opaque
}

/** A declaration outside a block. */
export function lowerStrayDeclaration(of: CstNode, context: ProgramContext): Stmt {
  context.counts.opaque++
  const opaque = opaqueOf(of, 'XW-P0406', context)
  context.sink.add(finding('XW-P0406', where(opaque.origin, context), { name: context.name }))
  return opaque
}

function lowerDeclaration(of: CstNode, context: ProgramContext): Declaration | Handler {
  const origin = originOf(of, context)
  const variables = node(of, 'variableDeclaration')
  if (variables) {
    const initial = node(variables, 'expression')
    return {
      kind: 'declareVariables',
      names: nodes(variables, 'identifier').map((name) => lowerIdent(name)),
      type: lowerDeclaredType(node(variables, 'declaredType'), context),
      ...(initial ? { default: lowerExpression(initial, context) } : {}),
      origin,
    }
  }
  const condition = node(of, 'conditionDeclaration')
  const meant = condition && node(condition, 'condition')
  if (condition && meant) {
    const name = lowerIdent(node(condition, 'identifier'))
    return { kind: 'declareCondition', name, condition: lowerCondition(meant, context), origin }
  }
  const cursor = node(of, 'cursorDeclaration')
  if (cursor) return lowerCursor(cursor, of, context)
  const handler = node(of, 'handler')
  return handler ? lowerHandler(handler, of, context) : lostStatement(of, context)
}

function lowerCursor(of: CstNode, declaration: CstNode, context: ProgramContext): CursorDeclaration {
  const [name, prepared] = nodes(of, 'identifier').map((each) => lowerIdent(each))
  const params = nodes(of, 'typedName').map((param) => lowerTypedName(param, context))
  const inner = withLocals(
    context,
    params.map((param) => param.name),
  )
  const query = node(of, 'query')
  return {
    kind: 'declareCursor',
    name: name ?? lowerIdent(undefined),
    params,
    source: query
      ? { query: lowerQuery(query, inner) }
      : prepared
        ? { prepared }
        : { opaque: opaqueOf(of, 'XW-P0400', context) },
    origin: originOf(declaration, context),
  }
}

function lowerHandler(of: CstNode, declaration: CstNode, context: ProgramContext): Handler {
  const body = node(of, 'programStatement')
  if (body) context.counts.statements++
  return {
    kind: 'handler',
    action: hasWord(of, 'CONTINUE') ? 'continue' : hasWord(of, 'UNDO') ? 'undo' : 'exit',
    conditions: nodes(of, 'condition').map((each) => lowerCondition(each, context)),
    body: body ? lowerStatement(body, context) : lostStatement(of, context),
    origin: originOf(declaration, context),
  }
}

const branchesOf = (of: CstNode, rule: string, context: ProgramContext): readonly Branch[] =>
  nodes(of, rule).map((each) => ({ when: exprOf(each, context), body: lowerList(each, context) }))

function elseOf(of: CstNode, context: ProgramContext): { readonly else?: readonly Stmt[] } {
  const otherwise = node(of, 'elseBranch')
  return otherwise ? { else: lowerList(otherwise, context) } : {}
}

/** Lowers `ifStatement`. */
export function lowerIf(of: CstNode, context: ProgramContext): IfStmt {
  const branches = branchesOf(of, 'ifBranch', context)
  checkEnd(of, context)
  return { kind: 'if', branches, ...elseOf(of, context), origin: originOf(of, context) }
}

/** Lowers `caseStatement`. */
export function lowerCaseStatement(of: CstNode, context: ProgramContext): CaseStmt {
  const subject = node(of, 'expression')
  const branches = branchesOf(of, 'whenBranch', context)
  checkEnd(of, context)
  return {
    kind: 'caseStatement',
    ...(subject ? { subject: lowerExpression(subject, context) } : {}),
    branches,
    ...elseOf(of, context),
    origin: originOf(of, context),
  }
}

/** Lowers `loopStatement`. */
export function lowerLoop(of: CstNode, label: Label, context: ProgramContext): LoopStmt {
  checkEnd(of, context)
  return { kind: 'loop', ...label, body: lowerList(of, context), origin: originOf(of, context) }
}

/** Lowers `whileStatement`. */
export function lowerWhile(of: CstNode, label: Label, context: ProgramContext): WhileStmt {
  const condition = exprOf(of, context)
  const loop = node(of, 'loopStatement') ?? of
  checkEnd(loop, context)
  return { kind: 'while', ...label, condition, body: lowerList(loop, context), origin: originOf(of, context) }
}

/** Lowers `repeatStatement`. */
export function lowerRepeat(of: CstNode, label: Label, context: ProgramContext): RepeatStmt {
  const body = lowerList(of, context)
  checkEnd(of, context)
  return { kind: 'repeat', ...label, body, until: exprOf(of, context), origin: originOf(of, context) }
}

/** Lowers `forStatement`. The variable lives in the loop only. */
export function lowerFor(of: CstNode, label: Label, context: ProgramContext): ForStmt {
  const [variable = lowerIdent(undefined)] = nodes(of, 'identifier').map((each) => lowerIdent(each))
  const over = lowerOver(of, context)
  const loop = node(of, 'loopStatement') ?? of
  checkEnd(loop, context)
  const body = lowerList(loop, withLocals(context, [variable]))
  return { kind: 'for', ...label, variable, over, body, origin: originOf(of, context) }
}

function lowerOver(of: CstNode, context: ProgramContext): ForStmt['over'] {
  const range = node(of, 'forRange')
  if (range) {
    const [from, to] = nodes(range, 'expression').map((each) => lowerExpression(each, context))
    const missing = opaqueOf(range, 'XW-P0400', context)
    return { kind: 'range', from: from ?? missing, to: to ?? missing, reverse: hasWord(range, 'REVERSE') }
  }
  const query = node(of, 'query')
  if (query) return { kind: 'rows', query: lowerQuery(query, context) }
  const args = node(of, 'plainArguments')
  const name = lowerIdent(nodes(of, 'identifier')[1])
  return {
    kind: 'cursor',
    name,
    args: args ? nodes(args, 'expression').map((each) => lowerExpression(each, context)) : [],
  }
}
