import { describe, expect, it } from 'vitest'
import { bytes, duration, safe, table } from '../../../src/cli/terminal.js'

describe('what the terminal shows', () => {
  it('shows escape sequences and direction changes instead of obeying them', () => {
    expect(safe('a\u001b]0;x\u0007b\u202Ec\nd')).toBe('a⟨U+001B⟩]0;x⟨U+0007⟩b⟨U+202E⟩c⏎d')
  })

  it('says sizes and times the way people read them', () => {
    expect([bytes(999), bytes(1_234_567), bytes(5e12)]).toEqual(['999 B', '1.2 MB', '5.0 TB'])
    expect([duration(0.23), duration(42), duration(125)]).toEqual(['0.2 s', '42 s', '2 min 05 s'])
  })

  it('aligns numbers to the right', () => {
    expect(
      table(
        ['table', 'rows'],
        [
          ['a', '1'],
          ['bb', '1,000'],
        ],
        [1],
      ),
    ).toBe('table   rows\na          1\nbb     1,000')
  })
})
