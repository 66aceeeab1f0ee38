import { intLiteral, textLiteral } from '../../../../core/ir/build.js'
import type { Declaration } from '../../../../core/ir/declaration.js'
import type { Condition, Handler } from '../../../../core/ir/error-handling.js'
import { ident } from '../../../../core/ir/names.js'
import type { Stmt } from '../../../../core/ir/statement.js'
import { type CstNode, hasWord, node, nodes, originOf, textBetween } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { lowerIdent } from '../names.js'
import { lowerQuery } from '../queries.js'
import { type ProgramContext, withLocals } from './context.js'
import { lowerSlot } from './statements.js'
import { lowerCondition, lowerDeclaredType, lowerPath, pathTarget } from './targets.js'

/** Conditions that have a name in sql_mode=ORACLE. MariaDB manual section "SQL_MODE=ORACLE", "Exceptions". */
const predefined: Readonly<Record<string, { readonly state: string; readonly number: string }>> = {
  no_data_found: { state: '02000', number: '1329' },
  too_many_rows: { state: '42000', number: '1172' },
  dup_val_on_index: { state: '23000', number: '1062' },
  invalid_cursor: { state: '24000', number: '1326' },
}

/** Lowers `nameStatement`: `a := 1`, or a call without CALL. */
export function lowerNameStatement(of: CstNode, context: ProgramContext): Stmt {
  const path = lowerPath(node(of, 'columnPath'))
  const origin = originOf(of, context)
  const value = node(of, 'expression')
  if (value) {
    const target = pathTarget(path, of, context)
    return { kind: 'assign', assignments: [{ target, value: lowerExpression(value, context) }], origin }
  }
  const args = node(of, 'plainArguments')
  const [name = lowerIdent(undefined), schema] = [...path].reverse()
  return {
    kind: 'callStatement',
    routine: schema ? { schema, name } : { name },
    args: args ? nodes(args, 'expression').map((each) => lowerExpression(each, context)) : [],
    origin,
  }
}

/** Lowers `plsqlStatement`. */
export function lowerPlsql(of: CstNode, context: ProgramContext): Stmt {
  const origin = originOf(of, context)
  const name = node(of, 'identifier')
  if (hasWord(of, 'RAISE'))
    return name ? raise(lowerIdent(name), context, origin) : { kind: 'resignal', items: [], origin }
  if (hasWord(of, 'NULL')) return { kind: 'assign', assignments: [], origin }
  const when = node(of, 'expression')
  return {
    kind: hasWord(of, 'EXIT') ? 'leave' : 'iterate',
    ...(name ? { label: lowerIdent(name) } : {}),
    ...(when ? { when: lowerExpression(when, context) } : {}),
    origin,
  }
}

function raise(name: ReturnType<typeof lowerIdent>, context: ProgramContext, origin: Stmt['origin']): Stmt {
  const known = predefined[name.text.toLowerCase()]
  const isOwn = context.exceptions?.has(name.text.toLowerCase())
  // An error of the program's own that nothing in it takes by its name has no other name outside.
  if (isOwn && !context.taken?.has(name.text.toLowerCase()))
    return {
      kind: 'signal',
      condition: { kind: 'sqlstate', value: '45000' },
      items: [{ name: 'MESSAGE_TEXT', value: textLiteral('Unhandled user-defined exception condition', origin) }],
      origin,
    }
  if (!known || isOwn) return { kind: 'signal', condition: { kind: 'named', name }, items: [], origin }
  const items = [{ name: 'ERROR_NUMBER', value: intLiteral(BigInt(known.number), origin) }]
  return { kind: 'signal', condition: { kind: 'sqlstate', value: known.state }, items, origin }
}

/**
 * An exception section: each branch is a handler that leaves the block. OTHERS takes warnings and a query without a row, too
 * (tried on MariaDB 10.11).
 */
export function lowerExceptions(of: CstNode, context: ProgramContext): readonly Handler[] {
  return nodes(of, 'exceptionBranch').map((each) => {
    const origin = originOf(each, context)
    const conditions = nodes(each, 'condition').flatMap((one) => conditionsOf(lowerCondition(one, context), context))
    const asks = /\bSQL(CODE|ERRM)\b/i.test(textBetween(each, context))
    const inner = asks ? withLocals(context, [errorCode, errorText]) : context
    const list = node(each, 'caseList')
    const statements = list ? lowerInHandler(nodes(list, 'statementSlot'), inner, context) : []
    context.counts.statements++
    const told = asks ? errorVariables(origin) : { declarations: [], first: [] }
    return {
      kind: 'handler',
      action: 'exit',
      conditions,
      body: {
        kind: 'block',
        declarations: told.declarations,
        handlers: [],
        statements: [...told.first, ...statements],
        origin,
      },
      origin,
    }
  })
}

/** A statement that changes rows forgets the error (tried on MariaDB 10.11). */
function lowerInHandler(slots: readonly CstNode[], inner: ProgramContext, outer: ProgramContext): readonly Stmt[] {
  let context = inner
  return slots.map((slot) => {
    const stmt = lowerSlot(slot, context)
    if (changesRows.has(stmt.kind)) context = outer
    return stmt
  })
}

const changesRows: ReadonlySet<string> = new Set(['insert', 'update', 'delete'])

/** The context inside of a block with an exception section: errors that it takes by their names. */
export function withTaken(of: CstNode, context: ProgramContext): ProgramContext {
  const names = nodes(of, 'exceptionBranch').flatMap((each) =>
    nodes(each, 'condition').map((one) => lowerCondition(one, context)),
  )
  const own = names.flatMap((each) => (each.kind === 'named' ? [each.name.text.toLowerCase()] : []))
  return own.length > 0 ? { ...context, taken: new Set([...(context.taken ?? []), ...own]) } : context
}

function conditionsOf(condition: Condition, context: ProgramContext): readonly Condition[] {
  const name = condition.kind === 'named' ? condition.name.text.toLowerCase() : undefined
  if (name === undefined || context.exceptions?.has(name)) return [condition]
  if (name === 'others') return [{ kind: 'exception' }, { kind: 'warning' }, { kind: 'notFound' }]
  if (name === 'no_data_found') return [{ kind: 'notFound' }]
  const known = predefined[name]
  return known ? [{ kind: 'errorNumber', value: known.number }] : [condition]
}

const errorCode = ident('sqlcode')
const errorText = ident('sqlerrm')

/** SQLCODE and SQLERRM of the error at hand, as variables that the handler fills first. */
function errorVariables(origin: Stmt['origin']): { declarations: readonly Declaration[]; first: readonly Stmt[] } {
  const declare = (name: typeof errorCode, native: string, logical: 'integer' | 'text'): Declaration => ({
    kind: 'declareVariables',
    names: [name],
    type: {
      kind: 'type',
      type: {
        logical:
          logical === 'integer'
            ? { kind: 'integer', bits: 32, signed: true }
            : { kind: 'text', unit: 'char', padded: false, length: 512 },
        native,
        origin,
      },
    },
    origin,
  })
  const fill = (name: typeof errorCode, item: string) => ({
    target: { kind: 'variable', scope: 'local', name, origin } as const,
    name: item,
  })
  return {
    declarations: [declare(errorCode, 'int', 'integer'), declare(errorText, 'varchar(512)', 'text')],
    first: [
      {
        kind: 'getDiagnostics',
        area: 'current',
        condition: intLiteral(1n, origin),
        items: [fill(errorCode, 'ERROR_NUMBER'), fill(errorText, 'MESSAGE_TEXT')],
        origin,
      },
    ],
  }
}

/** Lowers `cursorBefore` and `exceptionDeclaration`; undefined: it is none of them. */
export function lowerUnitDeclaration(of: CstNode, context: ProgramContext): Declaration | undefined {
  const origin = originOf(of, context)
  const exception = node(of, 'exceptionDeclaration')
  if (exception) return { kind: 'declareCondition', name: lowerIdent(node(exception, 'identifier')), origin }
  const cursor = node(of, 'cursorBefore')
  const query = cursor && node(cursor, 'query')
  if (!cursor || !query) return undefined
  const types = nodes(cursor, 'declaredType').map((each) => lowerDeclaredType(each, context))
  const params = nodes(cursor, 'parameterName').flatMap((each, at) => {
    const type = types[at]
    return type ? [{ name: lowerIdent(each), type }] : []
  })
  const inner = withLocals(
    context,
    params.map((each) => each.name),
  )
  const source = { query: lowerQuery(query, inner) }
  return { kind: 'declareCursor', name: lowerIdent(node(cursor, 'identifier')), params, source, origin }
}
