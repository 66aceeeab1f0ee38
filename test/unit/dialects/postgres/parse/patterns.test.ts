import { expect, it } from 'vitest'
import { plainPattern } from '../../../../../src/dialects/postgres/parse/patterns.js'

it('writes the end of a text and any character as other engines mean them', () => {
  expect(plainPattern('^/[^/]+/$')).toBe('^/[^/]+/\\z')
  expect(plainPattern('a.c')).toBe('(?s)a.c')
  expect(plainPattern('\\.(jpe?g|png)$')).toBe('\\.(jpe?g|png)\\z')
  expect(plainPattern('[.x]\\$')).toBe('[.x]\\$')
})

it('leaves out what engines read in their own ways', () => {
  for (const text of ['(?i)a', '\\mword', '\\w+', '[[:alpha:]]', '[\\d]', 'a*?', '***=a', '(*a)', 'é', ''])
    expect(plainPattern(text)).toBeUndefined()
})
