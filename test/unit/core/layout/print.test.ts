import { describe, expect, it } from 'vitest'
import {
  block,
  type Doc,
  fill,
  group,
  hardline,
  indent,
  join,
  line,
  mark,
  softline,
} from '../../../../src/core/layout/doc.js'
import { print } from '../../../../src/core/layout/print.js'

const call = (name: string, ...args: Doc[]): Doc => [name, block('(', args, ')')]

describe('the document printer', () => {
  it('keeps a group on one line when it fits exactly', () => {
    const doc = call('f', 'aaaa', 'bbbb')
    expect(print(doc, 13).text).toBe('f(aaaa, bbbb)')
    expect(print(doc, 12).text).toBe('f(\n  aaaa,\n  bbbb\n)')
  })

  it('breaks the outer group before the inner one', () => {
    expect(print(call('f', call('g', 'a', 'b'), 'c'), 10).text).toBe('f(\n  g(a, b),\n  c\n)')
  })

  it('counts what follows a group up to the next break', () => {
    expect(print([group('a', softline, 'b'), ';;;'], 4).text).toBe('a\nb;;;')
  })

  it('breaks every group around a hard line', () => {
    expect(print(group('a', line, indent('b', hardline, 'c'))).text).toBe('a\nb\n  c')
  })

  it('leaves lines without text empty', () => {
    expect(print(indent('a', hardline, hardline, 'b')).text).toBe('a\n\n  b')
  })

  it('never indents or breaks inside a text', () => {
    expect(print(indent(hardline, "'one\ntwo  \n three'", line, 'x')).text).toBe("\n  'one\ntwo  \n three'\n  x")
  })

  it('measures only the first line of a text with line breaks', () => {
    expect(print(group('a', line, "'b\nlong long long long'"), 5).text).toBe("a 'b\nlong long long long'")
  })

  it('fills lines with items', () => {
    const items = ['aa', 'bb', 'cc', 'dd', 'ee']
    expect(print(fill(items), 10).text).toBe('aa, bb,\ncc, dd, ee')
    expect(print(['(', indent(softline, fill(items)), softline, ')'], 9).text).toBe('(\n  aa, bb,\n  cc, dd,\n  ee\n)')
  })

  it('prints a block without items as its delimiters', () => {
    expect(print(block('(', [], ')')).text).toBe('()')
  })

  it('reports the lines on which each mark stands', () => {
    const doc = [
      '(',
      indent(hardline, join([',', hardline], [mark(0, 'a'), mark(1, ["'x\ny'"]), mark(2, 'c')])),
      hardline,
      ')',
    ]
    const printed = print(mark(9, doc))
    expect(printed.text).toBe("(\n  a,\n  'x\ny',\n  c\n)")
    expect(printed.marks).toEqual([
      { mark: 0, from: 1, to: 2 },
      { mark: 1, from: 2, to: 4 },
      { mark: 2, from: 4, to: 5 },
      { mark: 9, from: 0, to: 6 },
    ])
  })

  it('prints a deep document without recursion and a long one in linear time', () => {
    let deep: Doc = 'x'
    for (let depth = 0; depth < 20_000; depth++) deep = group(deep, ')')
    expect(print(deep).text).toHaveLength(20_001)
    const long = join(
      [',', line],
      Array.from({ length: 200_000 }, (_, index) => call('f', String(index), 'b')),
    )
    const begin = performance.now()
    expect(print(group('(', long, ')')).text.length).toBeGreaterThan(2_000_000)
    expect(performance.now() - begin).toBeLessThan(5_000)
  })
})
