import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressText, forbiddenIn, parseAddress, parseRange } from '../../../src/discover/addresses.js'

const shown = (text: string) => {
  const range = parseRange(text)
  return range && [addressText(range.family, range.from), addressText(range.family, range.to)]
}

describe('ranges of addresses', () => {
  it.each([
    ['10.0.0.7', ['10.0.0.7', '10.0.0.7']],
    ['10.0.0.0/24', ['10.0.0.1', '10.0.0.254']],
    ['10.0.0.77/30', ['10.0.0.77', '10.0.0.78']],
    ['10.0.0.0/31', ['10.0.0.0', '10.0.0.1']],
    ['10.0.0.9/32', ['10.0.0.9', '10.0.0.9']],
    ['10.0.0.250-10.0.1.3', ['10.0.0.250', '10.0.1.3']],
    ['10.0.0.5-9', ['10.0.0.5', '10.0.0.9']],
    ['fd00::/126', ['fd00::', 'fd00::3']],
    ['fd00::1-fd00::ff', ['fd00::1', 'fd00::ff']],
    ['::ffff:10.0.0.1', ['10.0.0.1', '10.0.0.1']],
  ])('%s', (text, ends) => expect(shown(text)).toEqual(ends))

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/a', '10.0.0/24', '10.0.0.9-5', '10.0.0.1-fd00::1', '10.0.0.1-999'])(
    '%s is refused',
    (text) => expect(() => parseRange(text)).toThrow(RangeError),
  )

  it.each(['db.example.com', 'db-1', 'localhost', '1.2.3', '10.0.0.1:3306'])('%s is none', (text) =>
    expect(parseRange(text)).toBeUndefined(),
  )

  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const read = parseAddress(text)
        if (!read) throw new Error(text)
        expect(parseAddress(addressText(read.family, read.value))).toEqual(read)
      }),
    )
  })

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '169.254.0.0/16',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    'fe80::1',
    'ff02::1',
    '0.0.0.0/0',
  ])('%s is never contacted', (text) => {
    const range = parseRange(text)
    expect(range && forbiddenIn(range)).toBeDefined()
  })

  it.each(['127.0.0.1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '8.8.8.8', 'fd00::/64', '::1'])(
    '%s may be',
    (text) => {
      const range = parseRange(text)
      expect(range && forbiddenIn(range)).toBeUndefined()
    },
  )
})
