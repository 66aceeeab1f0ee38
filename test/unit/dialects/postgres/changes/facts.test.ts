import { describe, expect, it } from 'vitest'
import { commonForm } from '../../../../../src/dialects/postgres/changes/facts.js'

const both = { binary: true, text: true }
const binaryOnly = { binary: true, text: false }
const textOnly = { binary: false, text: true }
const none = { binary: false, text: false }

describe('the form in which the log is asked for', () => {
  it('is binary where every column can be taken so, else text', () => {
    expect(commonForm([both, binaryOnly], true)).toBe('binary')
    expect(commonForm([both, textOnly], true)).toBe('text')
    expect(commonForm([both], false)).toBe('text')
  })

  it('is none for a column that can be taken in neither, whatever stands in front of it', () => {
    expect(commonForm([binaryOnly, none, both], true)).toEqual({ fault: 1 })
    expect(commonForm([textOnly, binaryOnly, none], true)).toEqual({ fault: 2 })
  })

  it('is none for the column that keeps the others from the form that they need', () => {
    expect(commonForm([binaryOnly, both, textOnly], true)).toEqual({ fault: 2 })
    expect(commonForm([textOnly, binaryOnly], false)).toEqual({ fault: 1 })
  })
})
