import { describe, expect, it } from 'vitest'
import { labelsOf } from '../../../../../src/dialects/postgres/data/array-labels.js'

describe('an array as a set of labels', () => {
  it.each<[string, readonly string[]]>([
    ['{}', []],
    ['{a}', ['a']],
    ['{a,b c,"NULL"}', ['a', 'b c', 'NULL']],
    ['{"","quo\\"te","back\\\\slash","{"}', ['', 'quo"te', 'back\\slash', '{']],
  ])('%s has %j', (text, labels) => {
    expect(labelsOf(text)).toEqual(labels)
  })

  it.each(['{a,NULL}', '{"a,b"}', '{{a},{b}}', '[2:3]={a,b}', 'a', '{a,}', ''])('%s has none', (text) => {
    expect(labelsOf(text)).toBeUndefined()
  })
})
