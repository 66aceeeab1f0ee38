import type { CstNode } from 'chevrotain'
import { expect, test } from 'vitest'
import { parseStatement } from '../../../../grammars/mysql/parser.js'

const nodesOf = (node: CstNode): readonly CstNode[] => [
  node,
  ...Object.values(node.children).flatMap((list) => list.flatMap((each) => ('children' in each ? nodesOf(each) : []))),
]

test('every node has a range of whole numbers, those without tokens too', () => {
  const text = 'CREATE TABLE t (id int, note text)'
  const parsed = parseStatement(text)
  if (!('cst' in parsed)) throw new Error(parsed.problem.found)
  const nodes = nodesOf(parsed.cst)
  const empty = nodes.filter((node) => node.location && (node.location.endOffset ?? 0) < node.location.startOffset)
  expect(nodes.length).toBeGreaterThan(10)
  expect(empty.length).toBeGreaterThan(0)
  for (const { location } of nodes) {
    expect(Number.isInteger(location?.startOffset)).toBe(true)
    expect(Number.isInteger(location?.endOffset)).toBe(true)
  }
  expect(text.slice(nodes[0]?.location?.startOffset, (nodes[0]?.location?.endOffset ?? 0) + 1)).toBe(text)
})
