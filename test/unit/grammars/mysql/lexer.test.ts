import { describe, expect, it } from 'vitest'
import { type LexOptions, lex } from '../../../../grammars/mysql/lexer.js'
import { decodeName, decodeText } from '../../../../grammars/mysql/literals.js'

const tokens = (text: string, options?: LexOptions): string[] =>
  lex(text, options).tokens.map((token) => `${token.tokenType.name}:${token.image}`)
const images = (text: string, options?: LexOptions): string[] => lex(text, options).tokens.map((token) => token.image)

describe('lexer', () => {
  it('keeps numbers as text and knows a number from a name that begins with digits', () => {
    expect(tokens('1 1.5 .5 5. 1e400 2fa_codes 1e5x 0x1F 0b01 0x1G')).toEqual([
      'IntegerNumber:1',
      'DecimalNumber:1.5',
      'DecimalNumber:.5',
      'DecimalNumber:5.',
      'FloatNumber:1e400',
      'Identifier:2fa_codes',
      'FloatNumber:1e5',
      'Identifier:x',
      'HexText:0x1F',
      'BitText:0b01',
      'Identifier:0x1G',
    ])
  })

  it('reads whatever follows a period as a name', () => {
    expect(tokens('t.1a, t.select, t.5')).toEqual([
      'Identifier:t',
      'Dot:.',
      'Identifier:1a',
      'Comma:,',
      'Identifier:t',
      'Dot:.',
      'Identifier:select',
      'Comma:,',
      'Identifier:t',
      'Dot:.',
      'Identifier:5',
    ])
  })

  it('takes double quotes for a string, or for a name under ANSI_QUOTES', () => {
    expect(tokens('"a""b"')).toEqual(['Text:"a""b"'])
    expect(tokens('"a""b"', { ansiQuotes: true })).toEqual(['QuotedName:"a""b"'])
  })

  it('ends a string at the right quote with and without backslash escapes', () => {
    expect(images(String.raw`'a\'b' c`)).toEqual([String.raw`'a\'b'`, 'c'])
    expect(images(String.raw`'a\' 'b'`, { noBackslashEscapes: true })).toEqual([String.raw`'a\'`, "'b'"])
  })

  it('decodes escapes, and keeps the backslash of \\% and \\_', () => {
    expect(decodeText(String.raw`'a\nb\0\Z\'\"\\\%\_\q'''`)).toBe("a\nb\0\x1a'\"\\\\%\\_q'")
    expect(decodeText(String.raw`'a\n'`, true)).toBe(String.raw`a\n`)
    expect(decodeName('`a``b`')).toEqual({ text: 'a`b', quoted: true })
  })

  it('reads versioned comments as code unless the server is too old', () => {
    expect(images('/*!50013 a */ /*M!100100 b */ /*! c */')).toEqual(['a', 'b', 'c'])
    expect(images('/*!80013 a */ b', { executes: ({ number }) => number <= 50700 })).toEqual(['b'])
    expect(images('/*M!999999\\- enable the sandbox mode */ b')).toEqual(['b'])
  })

  it('takes -- for a comment only when a blank follows', () => {
    expect(images('5--1')).toEqual(['5', '-', '-', '1'])
    expect(images('5-- 1')).toEqual(['5'])
    expect(images('5 # x\n6 /* y */ 7')).toEqual(['5', '6', '7'])
  })

  it('keeps optimizer hints behind the verb only', () => {
    expect(tokens('SELECT /*+ MAX(1) */ a /*+ no hint */')).toEqual([
      'K_SELECT:SELECT',
      'OptimizerHint:/*+ MAX(1) */',
      'Identifier:a',
    ])
  })

  it('reads variables, accounts and holes', () => {
    expect(images("@x @'y z' @@session.x root@localhost 'r'@'%'")).toEqual([
      '@x',
      "@'y z'",
      '@@session',
      '.',
      'x',
      'root',
      '@localhost',
      "'r'",
      "@'%'",
    ])
    expect(tokens('$x $$$xs', { holes: true })).toEqual(['Hole:$x', 'HoleRest:$$$xs'])
    expect(tokens('$x')).toEqual(['Identifier:$x'])
  })

  it('knows an introducer from a name that looks like one', () => {
    expect(tokens("_utf8mb4 'x' _utf8mb4 _latin1x 'y'").map((token) => token.split(':')[0])).toEqual([
      'Introducer',
      'Text',
      'Identifier',
      'Identifier',
      'Text',
    ])
  })

  it('knows the two periods of a range from a decimal point', () => {
    expect(tokens('1..10 a..b 1.5')).toEqual([
      'IntegerNumber:1',
      'DotDot:..',
      'IntegerNumber:10',
      'Identifier:a',
      'DotDot:..',
      'Identifier:b',
      'DecimalNumber:1.5',
    ])
  })

  it('drops a backslash at the end of a line as the client does', () => {
    expect(images('a \\\n b \\\r\n c')).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ["'abc", 'unterminated-text', 0],
    ['a `bc', 'unterminated-name', 2],
    ['a /* b', 'unterminated-comment', 2],
    ['a /*!50000 b', 'unterminated-comment', 2],
    ['a \0 b', 'stray-character', 2],
    ['a \\ b', 'stray-character', 2],
  ])('reports %j with its place instead of throwing', (text, problem, start) => {
    expect(lex(text).problem).toMatchObject({ problem, start })
  })

  it('reads a string of 50 MB without losing the stack', () => {
    const { tokens: found, problem } = lex(`'${'x'.repeat(50_000_000)}'`)
    expect(problem).toBeUndefined()
    expect(found.length).toBe(1)
  })
})
