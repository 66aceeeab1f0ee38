import { expect, it } from 'vitest'
import { createCompactor } from '../../../../src/core/ir/compact.js'
import { ident, noOrigin } from '../../../../src/core/ir/names.js'

const tree = () => ({
  kind: 'call',
  path: [ident('a', false), ident('a', true)],
  args: [{ kind: 'column', path: [ident('a', false)], args: [], origin: noOrigin }],
  orderBy: [],
  literal: { kind: 'literal', text: 'a', quoted: false },
  lost: new Map([['x', ident('a', false)]]),
})

it('a compacted tree says the same', () => {
  expect(createCompactor()(tree())).toEqual(tree())
})

it('equal names are one object, in one tree and in the next; names that differ in their quotes are not', () => {
  const compact = createCompactor()
  const [one, other] = [compact(tree()), compact(tree())]
  expect(one.path[0]).toBe(one.args[0]?.path[0])
  expect(one.path[0]).toBe(other.path[0])
  expect(one.path[0]).not.toBe(one.path[1])
})

it('empty lists are one that nobody can add to', () => {
  const { orderBy, args } = createCompactor()(tree())
  expect(orderBy).toBe(args[0]?.args)
  expect(() => (orderBy as unknown[]).push(1)).toThrow(TypeError)
})

it('a node that only looks like a name keeps its identity', () => {
  const compact = createCompactor()
  expect(compact(tree()).literal).not.toBe(compact(tree()).literal)
})
