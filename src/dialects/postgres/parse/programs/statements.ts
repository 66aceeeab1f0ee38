import { coreCall, literal, plainText, textLiteral } from '../../../../core/ir/build.js'
import type { Branch } from '../../../../core/ir/control-flow.js'
import type { VariableDeclaration } from '../../../../core/ir/declaration.js'
import type { DeclaredType } from '../../../../core/ir/declared-type.js'
import type { Condition, ExceptionBranch } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import { ident, type Origin } from '../../../../core/ir/names.js'
import type { Select } from '../../../../core/ir/query.js'
import type { Block, Stmt, Target } from '../../../../core/ir/statement.js'
import type { LogicalType } from '../../../../core/ir/types.js'
import { stateNamed } from '../../../../rules/conditions/conditions.js'
import { qnameOf } from '../context.js'
import { NotLowered } from '../queries.js'
import { argumentsOf } from './calls.js'
import { lowerChange } from './changes.js'
import { type ProgramContext, variableName, withNames } from './context.js'
import { declarationsOf } from './declarations.js'
import { lowerArguments, lowerFragment, lowerSelect, lowerStored, statementOf } from './fragments.js'
import { guardedReturn, guardsBehind } from './guards.js'
import { labelOf, lowerCursorLoop, lowerRange, lowerRows, lowerWhile } from './loops.js'
import { lowerAssert, lowerRaise } from './raise.js'
import { readBack } from './returned.js'
import { targetOf, targetsOf } from './targets.js'
import { exprOf, type Fields, listOf, numberOf, opened, type PlExpr, textOf } from './tree.js'

type Read = (fields: Fields, origin: Origin, context: ProgramContext) => Stmt | readonly Stmt[]

/** Statements in their order. One that is not understood stays text, and the next goes on. */
export const lowerAll = (nodes: readonly unknown[], context: ProgramContext): readonly Stmt[] =>
  nodes.flatMap((node) => lowerStatement(node, context))

function lowerStatement(node: unknown, context: ProgramContext): readonly Stmt[] {
  const { kind, fields } = opened(node)
  // The parser ends every body with a RETURN of its own, which has no line.
  if (kind === 'return' && fields['lineno'] === undefined) return returnAtEnd(context)
  // So has the block that it puts around one with a label or an exception section.
  if (kind === 'block' && fields['lineno'] === undefined) return lowerAll(listOf(fields['body']), context)
  context.counts.statements++
  const origin = context.places.statement(numberOf(fields['lineno']), firstOf(kind, fields))
  try {
    const read = readers[kind]
    if (!read) throw new NotLowered(kind)
    const made = read(fields, origin, context)
    const stmts = 'kind' in made ? [made] : made
    return stmts.flatMap((stmt) => [stmt, ...guardsBehind(stmt, context)])
  } catch (error) {
    if (!(error instanceof NotLowered)) throw error
    context.counts.opaque++
    const text = origin.from === 'text' ? context.lower.text.slice(origin.start, origin.end) : ''
    return [{ kind: 'opaque', text, why: 'XW-R0002', origin }]
  }
}

/** What a statement begins with: its text, or a word. */
function firstOf(kind: string, fields: Fields): PlExpr | string | undefined {
  if (kind === 'assign' || kind === 'perform' || kind === 'call') return exprOf(fields['expr'])
  if (kind === 'execsql') return exprOf(fields['sqlstmt'])
  if (kind === 'exit') return fields['is_exit'] ? 'exit' : 'continue'
  return words[kind]
}

const words: Readonly<Record<string, string>> = {
  ...{ block: 'begin', if: 'if', case: 'case', loop: 'loop', while: 'while', fori: 'for', fors: 'for', forc: 'for' },
  ...{ foreach_a: 'foreach', dynfors: 'for', return: 'return', return_next: 'return', return_query: 'return' },
  ...{ raise: 'raise', assert: 'assert', dynexecute: 'execute', getdiag: 'get', open: 'open', fetch: 'fetch' },
  ...{ close: 'close', commit: 'commit', rollback: 'rollback' },
}

/** Falling off the end gives what the parameters hold. */
const returnAtEnd = ({ returns }: ProgramContext): readonly Stmt[] =>
  returns.variable === undefined
    ? []
    : [{ kind: 'return', value: variable(returns.variable), origin: { from: 'none' } }]

const variable = (name: string, origin: Origin = { from: 'none' }): Expr => ({
  kind: 'column',
  path: [ident(name)],
  origin,
})

const required = (value: unknown): PlExpr => {
  const expr = exprOf(value)
  if (!expr) throw new NotLowered('a statement without its expression')
  return expr
}

const readers: Readonly<Record<string, Read>> = {
  block: lowerBlock,
  assign: (fields, origin, context) => {
    const expr = required(fields['expr'])
    if (/^[^:=]*\[/.test(expr.query)) throw new NotLowered('an element of a list')
    const target = targetOf(context.datums[numberOf(fields['varno'])], origin, context)
    const value = lowerStored(expr, storedType(target, context), origin, context)
    return { kind: 'assign', assignments: [{ target, value }], origin }
  },
  if: (fields, origin, context) => {
    const first: Branch = {
      when: lowerFragment(required(fields['cond']), origin, context),
      body: lowerAll(listOf(fields['then_body']), context),
    }
    const others = listOf(fields['elsif_list']).map((each): Branch => {
      const own = opened(each).fields
      const when = lowerFragment(required(own['cond']), origin, context)
      return { when, body: lowerAll(listOf(own['stmts']), context) }
    })
    const otherwise = lowerAll(listOf(fields['else_body']), context)
    return { kind: 'if', branches: [first, ...others], ...(otherwise.length > 0 ? { else: otherwise } : {}), origin }
  },
  case: lowerCase,
  loop: (fields, origin, context) => ({
    kind: 'loop',
    ...labelOf(fields),
    body: lowerAll(listOf(fields['body']), context),
    origin,
  }),
  while: (fields, origin, context) => lowerWhile(fields, origin, context, lowerAll),
  fori: (fields, origin, context) => lowerRange(fields, origin, context, lowerAll),
  fors: (fields, origin, context) => lowerRows(fields, origin, context, lowerAll),
  forc: (fields, origin, context) => lowerCursorLoop(fields, origin, context, lowerAll),
  exit: (fields, origin, context) => {
    const when = exprOf(fields['cond'])
    return {
      ...{ kind: fields['is_exit'] ? 'leave' : 'iterate', ...labelOf(fields), origin },
      ...(when ? { when: lowerFragment(when, origin, context) } : {}),
    }
  },
  return: lowerReturn,
  return_next: lowerReturnNext,
  return_query: (fields, origin, context) => {
    const query = exprOf(fields['query'])
    if (!query) throw new NotLowered('RETURN QUERY EXECUTE')
    return { kind: 'resultSet', query: lowerSelect(query, origin, context).query, origin }
  },
  raise: lowerRaise,
  assert: lowerAssert,
  execsql: lowerSql,
  perform: lowerPerform,
  call: (fields, origin, context) => lowerCall(required(fields['expr']), origin, context),
  getdiag: lowerDiagnostics,
  open: (fields, origin, context) => {
    const cursor = ident(context.datums[numberOf(fields['curvar'])]?.name ?? '')
    if (fields['query'] || fields['dynquery']) throw new NotLowered('OPEN of a cursor that has no query of its own')
    const given = exprOf(fields['argquery'])
    return { kind: 'openCursor', cursor, args: given ? lowerArguments(given, origin, context) : [], origin }
  },
  fetch: (fields, origin, context) => {
    const plain = numberOf(fields['direction']) === 0 && numberOf(fields['how_many']) === 1 && !fields['is_move']
    if (!plain) throw new NotLowered('FETCH in another direction')
    const cursor = ident(context.datums[numberOf(fields['curvar'])]?.name ?? '')
    return { kind: 'fetchCursor', cursor, targets: targetsOf(fields['target'], origin, context), silent: true, origin }
  },
  close: (fields, origin, context) => ({
    kind: 'closeCursor',
    cursor: ident(context.datums[numberOf(fields['curvar'])]?.name ?? ''),
    origin,
  }),
  commit: (_, origin) => ({ kind: 'transaction', action: 'commit', modifiers: [], origin }),
  rollback: (_, origin) => ({ kind: 'transaction', action: 'rollback', modifiers: [], origin }),
}

/** `BEGIN … END` with its declarations and its exception section. */
function lowerBlock(fields: Fields, origin: Origin, outer: ProgramContext): Block {
  const { declarations, guarded, context } = declarationsOf(origin, textOf(fields['label']) || undefined, outer)
  const statements = lowerAll(listOf(fields['body']), context)
  const { exceptions, said } = exceptionsOf(fields, origin, context)
  const handled = exceptions.length > 0 ? { exceptions } : {}
  const all = [...declarations, ...said]
  const base = { kind: 'block', ...labelOf(fields), declarations: all, handlers: [], origin } as const
  if (guarded.length === 0) return { ...base, statements, ...handled }
  // What is wrong with the first values is no error of the block's own.
  const inner: Block = { kind: 'block', declarations: [], handlers: [], statements, ...handled, origin }
  return { ...base, statements: [...guarded, ...(exceptions.length > 0 ? [inner] : statements)] }
}

/** Undefined: not known. */
function storedType(target: Target, { names }: ProgramContext): LogicalType | undefined {
  const [name, field] = target.kind === 'column' ? target.path : []
  const known = name && names.get(name.text.toLowerCase())
  return field ? known?.fields?.find((each) => each.name === field.text)?.type : known?.type
}

/** GET DIAGNOSTICS; the state of an error is known where a branch catches only one. */
function lowerDiagnostics(fields: Fields, origin: Origin, context: ProgramContext): readonly Stmt[] {
  const stacked = fields['is_stacked'] === true
  const items = listOf(fields['diag_items']).map((each) => {
    const item = opened(each).fields
    return { target: targetOf(context.datums[numberOf(item['target'])], origin, context), name: textOf(item['kind']) }
  })
  const { caught } = context
  const known = (name: string): Expr | undefined => {
    if (stacked) return caught !== undefined && name === 'RETURNED_SQLSTATE' ? textLiteral(caught, origin) : undefined
    return name === 'ROW_COUNT' ? coreCall('cursor_row_count', [textLiteral('sql')], undefined, origin) : undefined
  }
  const others = items.filter(({ name }) => !known(name))
  const condition = stacked ? { condition: literal('integer', '1') } : {}
  const read: Stmt = {
    kind: 'getDiagnostics',
    area: stacked ? 'stacked' : 'current',
    ...condition,
    items: others,
    origin,
  }
  const set = items.flatMap(({ target, name }): readonly Stmt[] => {
    const value = known(name)
    return value ? [{ kind: 'assign', assignments: [{ target, value }], origin }] : []
  })
  return [...(others.length > 0 ? [read] : []), ...set]
}

const errorText = 'sqlerrm'

/** The exception section, and the variable that holds the text of the error where a branch asks for it. */
function exceptionsOf(fields: Fields, origin: Origin, context: ProgramContext) {
  const list = listOf(opened(fields['exceptions']).fields['exc_list'])
  const type: DeclaredType = { kind: 'type', type: { logical: plainText, native: 'text', origin } }
  let isAsked = false
  const exceptions = list.map((each): ExceptionBranch => {
    const own = opened(each).fields
    const conditions = listOf(own['conditions']).map((one) => conditionOf(textOf(opened(one).fields['condname'])))
    const [only, more] = conditions
    const caught = only?.kind === 'sqlstate' && !more ? { caught: only.value } : {}
    const asks = asksForText(own['action'], context)
    isAsked ||= asks
    const known = asks ? new Map([[errorText, { type: plainText }]]) : new Map<string, never>()
    const body = lowerAll(listOf(own['action']), withNames({ ...context, ...caught }, known))
    return { conditions, body: asks ? [readError(origin), ...body] : body, origin }
  })
  const said: readonly VariableDeclaration[] = isAsked
    ? [{ kind: 'declareVariables', names: [ident(errorText)], type, origin }]
    : []
  return { exceptions, said }
}

/** RETURN of a plain variable holds its number alone. */
function asksForText(action: unknown, { datums }: ProgramContext): boolean {
  const text = JSON.stringify(action ?? [])
  if (new RegExp(`\\b${errorText}\\b`, 'i').test(text)) return true
  return [...text.matchAll(/"retvarno":(\d+)/g)].some(([, at]) => datums[Number(at)]?.name === errorText)
}

const readError = (origin: Origin): Stmt => ({
  ...{ kind: 'getDiagnostics', area: 'stacked', condition: literal('integer', '1'), origin },
  items: [{ target: { kind: 'column', path: [ident(errorText)], origin }, name: 'MESSAGE_TEXT' }],
})

function conditionOf(name: string): Condition {
  if (name.toLowerCase() === 'others') return { kind: 'exception' }
  const state = /^[0-9A-Z]{5}$/.test(name) ? name : stateNamed('postgres', name)
  return state === undefined ? { kind: 'named', name: ident(name) } : { kind: 'sqlstate', value: state }
}

/** The parser puts the subject into a variable and asks of it in every branch; the branches are those of a searched CASE. */
function lowerCase(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const subject = exprOf(fields['t_expr'])
  const branches = listOf(fields['case_when_list']).map((each): Branch => {
    const own = opened(each).fields
    const test = required(own['expr'])
    const query = subject ? test.query.replace(/"__Case__Variable_\d+__"/, () => `(${subject.query})`) : test.query
    const when = lowerFragment({ ...test, query }, origin, context)
    return { when, body: lowerAll(listOf(own['stmts']), context) }
  })
  const otherwise = fields['have_else'] ? { else: lowerAll(listOf(fields['else_stmts']), context) } : {}
  return { kind: 'caseStatement', branches, ...otherwise, origin }
}

function lowerReturn(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const expr = exprOf(fields['expr'])
  if (context.trigger) {
    if (expr) return { kind: 'return', value: lowerFragment(expr, origin, context), origin }
    const row = variableName(context.datums[numberOf(fields['retvarno'])], context)
    return { kind: 'return', value: variable(row || 'new', origin), origin }
  }
  if (context.returns.kind !== 'value') return { kind: 'return', origin }
  const { type, guards = [] } = context.returns
  const name = context.returns.variable ?? variableName(context.datums[numberOf(fields['retvarno'])], context)
  const logical = type?.kind === 'type' ? type.type.logical : undefined
  const value = lowerStored(expr ?? { query: `"${name}"` }, logical, origin, context)
  return type && guards.length > 0 ? guardedReturn(value, type, guards, origin) : { kind: 'return', value, origin }
}

/** One more row: a value, those of the parameters that go out, or a record. */
function lowerReturnNext(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const expr = exprOf(fields['expr'])
  const name = variableName(context.datums[numberOf(fields['retvarno'])], context)
  const known = context.names.get(name.toLowerCase())
  const ofRow = known?.fields?.map((each): Expr => ({ kind: 'column', path: [ident(name), ident(each.name)], origin }))
  const isAll = !expr && context.returns.outputs !== undefined
  const values = isAll
    ? context.returns.outputs.map((each) => variable(each, origin))
    : (ofRow ?? [variable(name, origin)])
  if (!expr && !isAll && !known) throw new NotLowered('RETURN NEXT of a record')
  const items = (expr ? [lowerFragment(expr, origin, context)] : values).map((value) => ({
    kind: 'expr' as const,
    expr: value,
  }))
  const body: Select = {
    ...{ kind: 'select', distinct: false, items, from: [], groupBy: [], rollup: false, windows: [], hints: [], origin },
  }
  return { kind: 'resultSet', query: { kind: 'query', body, orderBy: [], origin }, single: true, origin }
}

/** A statement of SQL, with INTO or without. */
function lowerSql(fields: Fields, origin: Origin, context: ProgramContext): Stmt | readonly Stmt[] {
  const expr = required(fields['sqlstmt'])
  const node = statementOf(expr.query)
  const into = fields['into'] ? targetsOf(fields['target'], origin, context) : undefined
  const strict = fields['strict'] ? ({ strict: true } as const) : {}
  if ('SelectStmt' in node) {
    if (!into) throw new NotLowered('a query whose rows go nowhere')
    return { kind: 'selectInto', query: lowerSelect(expr, origin, context).query, targets: into, ...strict, origin }
  }
  const lower = context.places.fragment(expr.query, '', origin, context.lower)
  const { stmt, instead } = lowerChange(node, origin, lower)
  if (into && fields['strict']) throw new NotLowered('RETURNING INTO STRICT')
  return into ? readBack(stmt, into, lower) : (instead ?? stmt)
}

/** PERFORM of one function calls it; of a query it reads the rows for what it does, and whether there is one. */
function lowerPerform(fields: Fields, origin: Origin, context: ProgramContext): Stmt {
  const expr = required(fields['expr'])
  const node = statementOf(expr.query)
  const select = 'SelectStmt' in node ? node.SelectStmt : undefined
  const [item, more] = select?.targetList ?? []
  const value = item && 'ResTarget' in item ? item.ResTarget.val : undefined
  if (select && !select.fromClause && !select.whereClause && value && !more) {
    if ('FuncCall' in value && context.isCalled(qnameOf(value.FuncCall.funcname, () => ident(''))))
      return lowerCall(expr, origin, context)
    return {
      kind: 'evaluate',
      exprs: [lowerFragment({ query: expr.query.replace(/^SELECT /, '') }, origin, context)],
      origin,
    }
  }
  const { query } = lowerSelect(expr, origin, context)
  // Only whether there is a row counts then, as long as the rows are looked at for nothing else.
  if (select && callsAnything(select.targetList, context)) throw new NotLowered('PERFORM of a function for each row')
  return { kind: 'selectInto', query, targets: [], origin }
}

const callsAnything = (nodes: unknown, context: ProgramContext): boolean => {
  const called = JSON.stringify(nodes ?? []).matchAll(/"funcname":\[([^\]]*)\]/g)
  return context.lower.routine !== undefined && [...called].some(([, name = '']) => !quietNames.test(name))
}

/** Built-in functions that do nothing but give a value. */
const quietNames = /^\{"String":\{"sval":"(count|sum|min|max|avg|lower|upper|length|abs|round)"\}\}$/

/** A routine that gives nothing, by CALL or PERFORM. */
function lowerCall(expr: PlExpr, origin: Origin, context: ProgramContext): Stmt {
  const node = statementOf(expr.query)
  const call =
    'CallStmt' in node
      ? node.CallStmt.funccall
      : 'SelectStmt' in node && node.SelectStmt.targetList?.[0] && 'ResTarget' in node.SelectStmt.targetList[0]
        ? node.SelectStmt.targetList[0].ResTarget.val
        : undefined
  const funccall = call && 'FuncCall' in call ? call.FuncCall : call && 'funcname' in call ? call : undefined
  if (!funccall) throw new NotLowered('a call of another kind')
  const lower = context.places.fragment(expr.query, '', origin, context.lower)
  const { routine, args, names } = argumentsOf(funccall, lower)
  return { kind: 'callStatement', routine, args, ...(names ? { names } : {}), origin }
}
