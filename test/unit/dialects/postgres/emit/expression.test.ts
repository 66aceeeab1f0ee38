import fc from 'fast-check'
import { parse } from 'libpg-query'
import { describe, expect, it } from 'vitest'
import type { BinaryOp, Expr } from '../../../../../src/core/ir/expr.js'
import { ident, noOrigin, qname } from '../../../../../src/core/ir/names.js'
import { print } from '../../../../../src/core/layout/print.js'
import { exprDoc } from '../../../../../src/dialects/postgres/emit/code/expression.js'
import { startPrinting, Unprintable } from '../../../../../src/dialects/postgres/emit/code/printing.js'
import { bin, call, col, lit, num, query, select, str, table, template, type, un } from './trees.js'

const text = (expr: Expr, major = 18): string => print(exprDoc(startPrinting(major, new Map()), expr), 100_000).text

/** The parser's tree without places in the text and without the marks of parentheses. */
async function structure(sql: string): Promise<unknown> {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !/^(location|stmt_len|stmt_location|list_start|list_end|rexpr_list_(start|end))$/.test(key))
        .map(([key, inner]) => [key, clean(inner)]),
    )
  }
  return flattenBooleans(clean(await parse(sql)))
}

interface BoolExpr {
  readonly boolop: string
  readonly args: readonly { readonly BoolExpr?: BoolExpr }[]
}

/** The parser joins `(a AND b) AND c` into one node only without the parentheses. */
function flattenBooleans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flattenBooleans)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, flattenBooleans(inner)] as const)
  const node = Object.fromEntries(entries) as { readonly BoolExpr?: BoolExpr }
  const bool = node.BoolExpr
  if (bool === undefined || bool.boolop === 'NOT_EXPR') return node
  const first = bool.args[0]?.BoolExpr
  const args = first?.boolop === bool.boolop ? [...first.args, ...bool.args.slice(1)] : bool.args
  return { BoolExpr: { ...bool, args } }
}

/** The same expression with parentheses around every operand, made without any knowledge of precedence. */
function everyParenthesis(expr: Expr): string {
  const p = (inner: Expr): string => `(${everyParenthesis(inner)})`
  const not = (negated: boolean): string => (negated ? 'NOT ' : '')
  switch (expr.kind) {
    case 'binary':
      return `${p(expr.left)} ${signs[expr.op] ?? expr.op} ${p(expr.right)}`
    case 'unary':
      return `${{ not: 'NOT', neg: '-', plus: '+', bitNot: '~', binaryBytes: '?' }[expr.op]} ${p(expr.operand)}`
    case 'test':
      return `${p(expr.operand)} IS ${not(expr.negated)}${expr.is.toUpperCase()}`
    case 'between':
      return `${p(expr.operand)} ${not(expr.negated)}BETWEEN ${p(expr.low)} AND ${p(expr.high)}`
    case 'inList':
      return `${p(expr.operand)} ${not(expr.negated)}IN (${expr.items.map(p).join(', ')})`
    case 'like':
      return `${p(expr.operand)} ${not(expr.negated)}LIKE ${p(expr.pattern)}${expr.escape ? ` ESCAPE ${p(expr.escape)}` : ''}`
    case 'collate':
      return `${p(expr.operand)} COLLATE pg_catalog."${expr.collation}"`
    case 'cast':
      return `CAST(${p(expr.operand)} AS ${expr.to.native})`
    case 'call':
      return `${'native' in expr.fn ? expr.fn.native : ''}(${expr.args.map(p).join(', ')})`
    case 'case':
      return `CASE ${expr.whens.map(({ when, then }) => `WHEN ${p(when)} THEN ${p(then)}`).join(' ')} END`
    case 'template':
      return expr.parts.map((piece) => (typeof piece === 'string' ? piece : p(piece))).join('')
    default:
      return text(expr)
  }
}

const signs: Partial<Record<BinaryOp, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  concat: '||',
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  nullSafeEq: 'IS NOT DISTINCT FROM',
  and: 'AND',
  or: 'OR',
  xor: '<>',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '#',
  shiftLeft: '<<',
  shiftRight: '>>',
  jsonGet: '->',
  jsonGetText: '->>',
}

const { expr: anyExpr } = fc.letrec<{ expr: Expr; leaf: Expr }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(
      col('a'),
      col('t', 'select'),
      col('B c'),
      lit('null'),
      lit('boolean', 'true'),
      lit('date', '2024-01-31'),
    ),
    fc.integer({ min: -9, max: 9 }).map(num),
    fc.constantFrom('', "it's", '\\', 'a\nb', '--', '$$', ':x').map(str),
  ),
  expr: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('leaf'),
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...(Object.keys(signs) as BinaryOp[])), tie('expr'), tie('expr'))
        .map(([op, a, b]) => bin(op, a, b)),
    },
    fc
      .tuple(fc.constantFrom('not' as const, 'neg' as const, 'plus' as const, 'bitNot' as const), tie('expr'))
      .map(([op, a]) => un(op, a)),
    fc
      .tuple(fc.constantFrom('null' as const, 'true' as const, 'unknown' as const), fc.boolean(), tie('expr'))
      .map(([is, negated, operand]): Expr => ({ kind: 'test', origin: noOrigin, is, negated, operand })),
    fc
      .tuple(fc.boolean(), tie('expr'), tie('expr'), tie('expr'))
      .map(
        ([negated, operand, low, high]): Expr => ({ kind: 'between', origin: noOrigin, negated, operand, low, high }),
      ),
    fc
      .tuple(fc.boolean(), tie('expr'), fc.array(tie('expr'), { minLength: 1, maxLength: 3 }))
      .map(([negated, operand, items]): Expr => ({ kind: 'inList', origin: noOrigin, negated, operand, items })),
    fc.tuple(fc.boolean(), tie('expr'), tie('expr'), fc.option(tie('expr'), { nil: undefined })).map(
      ([negated, operand, pattern, escaped]): Expr => ({
        kind: 'like',
        origin: noOrigin,
        how: 'like',
        negated,
        operand,
        pattern,
        ...(escaped ? { escape: escaped } : {}),
      }),
    ),
    tie('expr').map((operand): Expr => ({ kind: 'collate', origin: noOrigin, operand, collation: 'C' })),
    tie('expr').map((operand): Expr => ({ kind: 'cast', origin: noOrigin, operand, to: type('numeric(10,2)') })),
    fc.array(tie('expr'), { maxLength: 3 }).map((args) => call('f', ...args)),
    fc
      .tuple(tie('expr'), tie('expr'))
      .map(([when, then]): Expr => ({ kind: 'case', origin: noOrigin, whens: [{ when, then }] })),
    fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => template(['f(', a, ', ', b, ')'], true)),
    fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => template([a, ' ~* ', b])),
    fc.tuple(tie('expr')).map(([a]) => template(['(', a, ' AT TIME ZONE ', str('UTC'), ')'], true)),
  ),
}))

describe('expressions', () => {
  it('mean to the parser what the tree means, whatever the operators', async () => {
    await fc.assert(
      fc.asyncProperty(anyExpr as fc.Arbitrary<Expr>, async (expr) => {
        const ours = `SELECT ${text(expr)}`
        expect(await structure(ours), ours).toEqual(await structure(`SELECT ${everyParenthesis(expr)}`))
      }),
      { numRuns: 3000 },
    )
  })

  it('carry parentheses only where they are needed', () => {
    const a = col('a')
    const b = col('b')
    expect(text(bin('or', bin('and', a, b), un('not', bin('eq', a, b))))).toBe('a AND b OR NOT a = b')
    expect(text(bin('mul', bin('add', a, num(1)), num(2)))).toBe('(a + 1) * 2')
    expect(text(bin('sub', a, bin('sub', b, num(1))))).toBe('a - (b - 1)')
    expect(text(bin('sub', bin('sub', a, b), num(-1)))).toBe('a - b - -1')
    expect(text(un('neg', num(-5)))).toBe('-(-5)')
    expect(text(template(['concat(', bin('add', a, b), ', ', str('x'), ')'], true))).toBe("concat(a + b, 'x')")
    expect(text(template([bin('add', a, b), ' ILIKE ', col('c')]))).toBe('(a + b) ILIKE c')
    expect(text(bin('and', template([a, ' ILIKE ', b]), b))).toBe('(a ILIKE b) AND b')
  })

  it('write constants with their type', () => {
    expect(text(lit('binary', 'DEADbeef'))).toBe("BYTEA '\\xdeadbeef'")
    expect(text(lit('bits', '0101'))).toBe("B'0101'")
    expect(text(lit('timestamp', '2024-02-29 12:00:00'))).toBe("TIMESTAMP '2024-02-29 12:00:00'")
    expect(text(lit('float', '1e5'))).toBe("CAST('1e5' AS double precision)")
    expect(text(str("O'Neil \\ $$"))).toBe("'O''Neil \\ $$'")
  })

  it('write calls with all that a call can carry', () => {
    const window = { partitionBy: [col('a')], orderBy: [{ expr: col('b'), descending: true, nulls: 'last' as const }] }
    const frame = {
      unit: 'rows' as const,
      start: { kind: 'preceding' as const, offset: num(1) },
      end: { kind: 'currentRow' as const },
    }
    expect(text({ ...call('SUM', col('x')), over: { ...window, frame }, filter: bin('gt', col('x'), num(0)) })).toBe(
      'sum(x) FILTER (WHERE x > 0) OVER (PARTITION BY a ORDER BY b DESC NULLS LAST ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
    )
    expect(
      text({
        ...call('string_agg', col('x')),
        distinct: true,
        separator: str(','),
        orderBy: [{ expr: col('x'), descending: false }],
      }),
    ).toBe("string_agg(DISTINCT x, ',' ORDER BY x)")
    expect(text(call('count', { kind: 'star', origin: noOrigin }))).toBe('count(*)')
    expect(text(call('current_timestamp'))).toBe('CURRENT_TIMESTAMP')
    expect(text(call('current_timestamp', num(3)))).toBe('CURRENT_TIMESTAMP(3)')
    expect(text(call('COALESCE', col('a'), num(0)))).toBe('COALESCE(a, 0)')
    expect(text({ ...call('x'), fn: { routine: qname('crosswalk', 'Find Set') } })).toBe('crosswalk."Find Set"()')
  })

  it('quote names that are words of the language, and only those', () => {
    expect(text(col('order', 'value'))).toBe('"order".value')
    expect(text(col('Größe'))).toBe('"Größe"')
    expect(text(col('a"b'))).toBe('"a""b"')
  })

  it('refuse what has no form instead of guessing', () => {
    const refused = (expr: Expr, major = 18): unknown => {
      try {
        return text(expr, major)
      } catch (error) {
        return error instanceof Unprintable ? error.code : error
      }
    }
    expect(refused({ ...call('x'), fn: { core: 'substr' } })).toBe('XW-C0500')
    expect(refused(bin('intDiv', col('a'), col('b')))).toBe('XW-C0500')
    expect(refused({ kind: 'opaque', origin: noOrigin, text: '; DROP', why: 'XW-C0001' })).toBe('XW-C0500')
    expect(refused({ kind: 'variable', origin: noOrigin, scope: 'user', name: ident('x') })).toBe('XW-C0500')
    expect(refused(num('1; DROP TABLE x'))).toBe('XW-C0500')
    expect(refused(lit('binary', "00' --"))).toBe('XW-C0500')
    expect(refused(str('a\0b'))).toBe('XW-C0502')
    expect(refused(str('\ud800'))).toBe('XW-C0502')
    expect(refused(col(''))).toBe('XW-C0501')
    expect(refused(col('x'.repeat(64)))).toBe('XW-C0501')
    expect(refused({ kind: 'cast', origin: noOrigin, operand: num(1), to: type('int) --') })).toBe('XW-C0504')
    expect(refused({ kind: 'cast', origin: noOrigin, operand: num(1), to: type('int, x') })).toBe('XW-C0504')
    expect(refused({ kind: 'test', origin: noOrigin, is: 'json', negated: false, operand: col('a') }, 15)).toBe(
      'XW-C0500',
    )
    let deep: Expr = num(1)
    for (let depth = 0; depth < 5_000; depth++) deep = un('neg', deep)
    expect(refused(deep)).toBe('XW-C0505')
  })

  it('write a chain of ten thousand operands', async () => {
    let chain: Expr = col('a')
    for (let index = 0; index < 10_000; index++) chain = bin('or', chain, bin('eq', col('b'), num(index)))
    expect(print(exprDoc(startPrinting(18, new Map()), chain)).text.split('\n')).toHaveLength(10_001)
  })

  it('write subqueries of every kind', () => {
    const inner = query(select([col('x')], [table('shop', 't')]))
    expect(text({ kind: 'exists', origin: noOrigin, negated: true, query: inner })).toBe(
      'NOT EXISTS (SELECT x FROM shop.t)',
    )
    expect(
      text({
        kind: 'inQuery',
        origin: noOrigin,
        negated: true,
        operand: { kind: 'row', origin: noOrigin, items: [col('a'), col('b')] },
        query: inner,
      }),
    ).toBe('ROW(a, b) NOT IN (SELECT x FROM shop.t)')
    expect(text({ kind: 'quantified', origin: noOrigin, op: 'ge', left: col('a'), all: true, query: inner })).toBe(
      'a >= ALL (SELECT x FROM shop.t)',
    )
    expect(text({ kind: 'interval', origin: noOrigin, amount: bin('add', col('n'), num(1)), unit: 'QUARTER' })).toBe(
      "(n + 1) * INTERVAL '3 months'",
    )
  })
})
