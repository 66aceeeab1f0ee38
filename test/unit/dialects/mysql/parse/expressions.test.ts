import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finding } from '../../../../../src/core/findings/finding.js'
import { spanOf } from '../../../../../src/core/ir/names.js'
import { parseExpression, readExpression } from '../../../../../src/dialects/mysql/parse/expressions.js'
import { oversizedFinding, syntaxFinding } from '../../../../../src/dialects/mysql/parse/problems.js'
import { bare, codesOf, contextFor, shapeOf } from './expressions-shape.js'

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3 - 4', '(sub (add 1 (mul 2 3)) 4)'],
    ['- a ^ 2', '(bitXor (neg a) 2)'],
    ['! a + b', '(add (not a) b)'],
    ['NOT a = b', '(not (eq a b))'],
    ['NOT a IS NULL AND b', '(and (not (is-null a)) b)'],
    ['a OR b AND c XOR d', '(or a (xor (and b c) d))'],
    ['a || b && c', '(or a (and b c))'],
    ['a | b & c << 1 + 2', '(bitOr a (bitAnd b (shiftLeft c (add 1 2))))'],
    ['a = b = c', '(eq (eq a b) c)'],
    ['a = b IN (1, 2)', '(eq a (in b 1 2))'],
    ['a BETWEEN 1 AND 2 AND c', '(and (between a 1 2) c)'],
    ['a NOT BETWEEN b + 1 AND c | 2 OR d', '(or (not-between a (add b 1) (bitOr c 2)) d)'],
    ["a LIKE 'x' ESCAPE '!' AND b", "(and (like a 'x' '!') b)"],
    ["a NOT RLIKE 'x' = b", "(eq (not-regexp a 'x') b)"],
    ['a SOUNDS LIKE b', '(sounds a b)'],
    ['a <=> b IS NOT TRUE', '(is-not-true (nullSafeEq a b))'],
    ['a DIV b MOD c % d / e', '(div (mod (mod (intDiv a b) c) d) e)'],
    ['BINARY a = b COLLATE utf8_bin', '(eq (binaryBytes a) (collate b utf8_bin))'],
    ['- a COLLATE x', '(neg (collate a x))'],
    ['d + INTERVAL 1 + 1 DAY * 2', '(add d (mul (interval (add 1 1) DAY) 2))'],
    ["INTERVAL '1:2' HOUR_MINUTE + d", "(add (interval '1:2' HOUR_MINUTE) d)"],
    ["a->'$.x' = b->>'$.y'", "(eq (jsonGet a '$.x') (jsonGetText b '$.y'))"],
    ["a MEMBER OF ('[1]') AND b", "(and (memberOf a '[1]') b)"],
    ['(a, b) = ROW(1, 2)', '(eq (row a b) (row 1 2))'],
    ['(((a)))', 'a'],
  ])('reads %s', (text, expected) => {
    expect(shapeOf(text)).toBe(expected)
  })

  it('lets sql_mode change || and NOT', () => {
    expect(shapeOf('a || b ^ c', { pipesAsConcat: true })).toBe('(bitXor (concat a b) c)')
    expect(shapeOf('NOT a BETWEEN 1 AND 2', { highNotPrecedence: true })).toBe('(between (not a) 1 2)')
  })

  it('makes a long chain of OR a shallow tree with the same operands in order', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `c${i}`)
    const found = shapeOf(names.join(' or '))
    expect(found.match(/c\d+/g)).toEqual(names)
    expect(/^\(or \(or \(or/.test(found)).toBe(true)
  })
})

describe('functions with a syntax of their own', () => {
  it.each([
    ['EXTRACT(day_hour FROM d)', 'EXTRACT(d unit=DAY_HOUR)'],
    ['TIMESTAMPDIFF(SQL_TSI_DAY, a, b)', 'TIMESTAMPDIFF(a, b unit=DAY)'],
    ["TRIM(LEADING 'x' FROM a)", "TRIM(a, 'x' side=LEADING)"],
    ['TRIM(BOTH FROM a)', 'TRIM(a side=BOTH)'],
    ['TRIM(a)', 'TRIM(a)'],
    ['SUBSTRING(a FROM 2 FOR 3)', 'SUBSTRING(a, 2, 3)'],
    ["POSITION('a' IN b)", "POSITION('a', b)"],
    ["POSITION('a' IN (b))", "POSITION('a', b)"],
    ['CHAR(65, 66 USING latin1)', 'CHAR(65, 66 charset=latin1)'],
    ['CONVERT(a USING utf8mb4)', 'CONVERT(a charset=utf8mb4)'],
    ['CONVERT(a, CHAR(3))', '(cast a CHAR(3))'],
    ['CAST(a AS UNSIGNED INTEGER)', '(cast a UNSIGNED INTEGER)'],
    ["GET_FORMAT(DATE, 'USA')", "GET_FORMAT('USA' type=DATE)"],
    ['INTERVAL(1, 2, 3) + 1', '(add INTERVAL(1, 2, 3) 1)'],
    ["MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)", "MATCH(a, b, 'x' mode=BOOLEAN)"],
    ['NEXT VALUE FOR s.q', 'NEXTVAL(s.q)'],
    ['CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP()'],
    ['CURRENT_TIMESTAMP(6)', 'CURRENT_TIMESTAMP(6)'],
    ['LEFT(a, 1)', 'LEFT(a, 1)'],
    [
      "JSON_VALUE(j, '$.a' RETURNING DECIMAL(4,2) NULL ON EMPTY)",
      "JSON_VALUE(j, '$.a' returning=DECIMAL(4,2) onEmpty=NULL)",
    ],
    ["DATE '2020-01-01'", '2020-01-01'],
    ["{ts '2020-01-01 00:00:00'}", '2020-01-01 00:00:00'],
    ['@@session.sql_mode', 'session:sql_mode'],
    ['@`a b`', 'user:a b'],
  ])('reads %s', (text, expected) => {
    expect(shapeOf(text)).toBe(expected)
  })

  it('keeps DISTINCT, ORDER BY and SEPARATOR of an aggregate', () => {
    expect(bare(parseExpression("GROUP_CONCAT(DISTINCT a ORDER BY b DESC SEPARATOR '-')"))).toMatchObject({
      distinct: true,
      orderBy: [{ expr: { path: [{ text: 'b' }] }, descending: true }],
      separator: { text: '-' },
    })
  })

  it('keeps a window with its frame', () => {
    const text = 'SUM(a) OVER (w PARTITION BY b ORDER BY c ROWS BETWEEN 2 PRECEDING AND UNBOUNDED FOLLOWING)'
    expect(bare(parseExpression(text))).toMatchObject({
      over: {
        base: { text: 'w' },
        partitionBy: [{ path: [{ text: 'b' }] }],
        frame: {
          unit: 'rows',
          start: { kind: 'preceding', offset: { text: '2' } },
          end: { kind: 'unboundedFollowing' },
        },
      },
    })
    expect(bare(parseExpression('LAG(a) IGNORE NULLS OVER w'))).toMatchObject({
      nulls: 'ignore',
      over: { named: { text: 'w' } },
    })
  })
})

describe('literals', () => {
  it.each([
    ["'a' \"b\" 'c'", { of: 'text', text: 'abc' }],
    ["_latin1'é'", { of: 'text', text: 'é', charset: '_latin1' }],
    ["N'x'", { of: 'text', text: 'x', charset: 'N' }],
    ['0xABC', { of: 'binary', text: '0ABC' }],
    ["b'01'", { of: 'bits', text: '01' }],
    ['1e400', { of: 'float', text: '1e400' }],
    ['123456789012345678901234567890', { of: 'integer', text: '123456789012345678901234567890' }],
    ['TRUE', { of: 'boolean', text: 'true' }],
  ])('reads %s', (text, expected) => {
    expect(bare(parseExpression(text))).toMatchObject(expected)
  })
})

describe('an assignment inside an expression', () => {
  it('is a call with the name of the variable and the value, weaker than everything to its right', () => {
    const call = { kind: 'call', fn: { core: 'assign_user_variable' } }
    const name = { kind: 'literal', of: 'text', text: 'a' }
    expect(bare(parseExpression('@a := @b + 1 OR 2'))).toMatchObject({
      ...call,
      args: [name, { kind: 'binary', op: 'or' }],
    })
    expect(bare(parseExpression('@a := @b := 3'))).toMatchObject({ ...call, args: [name, call] })
  })
})

describe('findings', () => {
  it.each([
    ['a := 1', 'XW-P0010'],
    ['a = ?', 'XW-P0010'],
    ['ABS(a SEPARATOR 1)', 'XW-P0011'],
    ['ABS(a ORDER BY b)', 'XW-P0011'],
    ['GROUP_CONCAT(a LIMIT 2)', 'XW-P0011'],
    ['t.* + 1', 'XW-P0012'],
    ["a ESCAPE '!'", 'XW-P0001'],
    ['a BETWEEN 1', 'XW-P0001'],
    ["'abc", 'XW-P0002'],
    ['a \\ b', 'XW-P0003'],
    ['('.repeat(400), 'XW-P0004'],
    [Array(1500).fill('1').join(' + '), 'XW-P0005'],
  ])('%s', (text, code) => {
    expect(codesOf(text)).toEqual([code])
  })

  it('keeps the text of what it could not read', () => {
    expect(readExpression('a @@@ b', contextFor('a @@@ b'))).toMatchObject({ kind: 'opaque', text: 'a @@@ b' })
  })

  it('names a piece that is too large to be code', () => {
    const at = { object: contextFor('').object, origin: { from: 'none' } } as const
    expect(oversizedFinding(99, at)).toEqual(finding('XW-P0006', at, { bytes: 99 }))
    const problem = { problem: 'too-long', start: 0, end: 1, found: 'a' } as const
    expect(syntaxFinding(problem, contextFor('a')).code).toBe('XW-P0005')
  })
})

describe('spans', () => {
  it('puts the place of every node on it, parentheses of operands included', () => {
    const text = 'f(a) + (b * 2)'
    const found = parseExpression(text)
    const at = (origin: typeof found.origin): string => {
      const span = spanOf(origin)
      return span ? text.slice(span.start, span.end) : ''
    }
    expect(at(found.origin)).toBe(text)
    expect(found.kind === 'binary' && [at(found.left.origin), at(found.right.origin)]).toEqual(['f(a)', 'b * 2'])
  })

  it('reads the same with a comment in every gap', () => {
    const text = "CASE WHEN a NOT BETWEEN 1 AND 2 THEN EXTRACT(DAY FROM d) ELSE t . b -> '$.x' END + INTERVAL 1 DAY"
    const commented = text.replace(/ /g, ' /* ; ) */ ')
    expect(shapeOf(commented)).toBe(shapeOf(text))
  })
})

describe('round trip', () => {
  /** A text with a parenthesis around every operation, and the tree that it draws. */
  interface Drawn {
    readonly text: string
    readonly shape: string
  }
  const leaf = fc.constantFrom('a', 'b.c', '1', "'x'").map((text): Drawn => ({ text, shape: text }))
  const binary = fc.constantFrom(
    ['+', 'add'],
    ['-', 'sub'],
    ['*', 'mul'],
    ['/', 'div'],
    ['DIV', 'intDiv'],
    ['%', 'mod'],
    ['=', 'eq'],
    ['<=>', 'nullSafeEq'],
    ['>=', 'ge'],
    ['AND', 'and'],
    ['||', 'or'],
    ['XOR', 'xor'],
    ['|', 'bitOr'],
    ['^', 'bitXor'],
    ['<<', 'shiftLeft'],
  )
  const { tree } = fc.letrec<{ tree: Drawn }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium', maxDepth: 6, withCrossShrink: true },
      leaf,
      fc.tuple(tie('tree'), binary, tie('tree')).map(([l, [sign, op], r]) => ({
        text: `(${l.text} ${sign} ${r.text})`,
        shape: `(${op} ${l.shape} ${r.shape})`,
      })),
      tie('tree').map((of) => ({ text: `(NOT ${of.text})`, shape: `(not ${of.shape})` })),
      tie('tree').map((of) => ({ text: `(- ${of.text})`, shape: `(neg ${of.shape})` })),
      tie('tree').map((of) => ({ text: `(${of.text} IS NOT NULL)`, shape: `(is-not-null ${of.shape})` })),
      tie('tree').map((of) => ({ text: `IFNULL(${of.text}, 0)`, shape: `IFNULL(${of.shape}, 0)` })),
      fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]) => ({
        text: `(${a.text} NOT BETWEEN ${b.text} AND ${c.text})`,
        shape: `(not-between ${a.shape} ${b.shape} ${c.shape})`,
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => ({
        text: `(${a.text} IN (${b.text}, 2))`,
        shape: `(in ${a.shape} ${b.shape} 2)`,
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => ({
        text: `(${a.text} LIKE ${b.text} ESCAPE '!')`,
        shape: `(like ${a.shape} ${b.shape} '!')`,
      })),
    ),
  }))

  it('reads a fully parenthesised text as the tree that its parentheses draw', () => {
    fc.assert(
      fc.property(tree, ({ text, shape }) => {
        expect(shapeOf(text)).toBe(shape)
      }),
      { numRuns: 500 },
    )
  })
})
