import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverIdOf } from '../../../../../src/dialects/mysql/changes/dump.js'
import { domainGtids, includesGtids, uuidGtids } from '../../../../../src/dialects/mysql/changes/gtids.js'
import { changeSource } from '../../../../../src/dialects/mysql/changes/source.js'
import { parsePosition, positionText } from '../../../../../src/dialects/mysql/log-position.js'

const one = '3e11fa47-71ca-11e1-9e33-c80aa9429562'
const two = '4e11fa47-71ca-11e1-9e33-c80aa9429562'

describe('sets of transactions', () => {
  it('of domains keep the last of each', () => {
    const set = domainGtids('0-1-5,2-7-9')
    set.add('0', 3, 6)
    set.add('1', 1, 1)
    expect(set.text()).toBe('0-3-6,2-7-9,1-1-1')
  })

  it('of UUIDs join what is side by side, in whatever order it comes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), (numbers) => {
        const set = uuidGtids(`${two}:1-3`)
        for (const number of numbers) set.add(one, 0, number)
        const sorted = [...numbers].sort((a, b) => a - b)
        const runs = sorted.filter((number) => !sorted.includes(number - 1))
        const texts = runs.map((from) => {
          let to = from
          while (sorted.includes(to + 1)) to++
          return from === to ? `${from}` : `${from}-${to}`
        })
        const expected = numbers.length === 0 ? `${two}:1-3` : `${one}:${texts.join(':')},${two}:1-3`
        expect(set.text()).toBe(expected)
      }),
    )
  })

  it('tell whether all of another set is in them', () => {
    expect(includesGtids(`${one}:1-10,${two}:5`, `${one}:3-7`)).toBe(true)
    expect(includesGtids(`${one}:1-4:6-10`, `${one}:3-7`)).toBe(false)
    expect(includesGtids(`${one}:1-10`, `${two}:1`)).toBe(false)
    expect(includesGtids(`${one.toUpperCase()}:1-10`, `${one}:1`)).toBe(true)
    expect(includesGtids('0-1-10,1-1-5', '0-2-10')).toBe(true)
    expect(includesGtids('0-1-10', '0-1-10,1-1-1')).toBe(false)
  })
})

describe('positions', () => {
  const { reached } = changeSource

  it('read back as they were written, and other text is none', () => {
    for (const text of ['b.000001:4', 'b.000001:4;0-1-2', 'b.000001:4;;uid=', `b.000001:4;${one}:1-2,${two}:1;x`])
      expect(positionText(parsePosition(text)!)).toBe(text)
    for (const text of ['', 'b.000001', ':4', 'b.000001:x', 'b:1:2x']) expect(parsePosition(text)).toBeNull()
  })

  it('are ordered by the number of the file, which may outgrow its six digits', () => {
    expect(reached('binlog.1000000:4', 'binlog.999999:900')).toBe(true)
    expect(reached('binlog.999999:900', 'binlog.1000000:4')).toBe(false)
    expect(reached('binlog.000001:100', 'binlog.000001:99')).toBe(true)
    expect(reached('binlog.000001:100', 'binlog.000001:100')).toBe(true)
  })

  it('of two servers are ordered by their transactions, and by nothing else', () => {
    expect(reached('a.000001:4;0-1-7;one', 'b.000009:900;0-1-7;two')).toBe(true)
    expect(reached('a.000009:900;0-1-6;one', 'b.000001:4;0-1-7;two')).toBe(false)
    expect(reached('a.000009:900;;one', 'b.000001:4;;two')).toBe(false)
  })
})

it('a reader has the same number each time, where people do not number their servers', () => {
  expect(serverIdOf('task')).toBe(serverIdOf('task'))
  expect(serverIdOf('task')).not.toBe(serverIdOf('task2'))
  for (const name of ['', 'a', 'b', 'c']) {
    expect(serverIdOf(name)).toBeGreaterThanOrEqual(0x80000000)
    expect(serverIdOf(name)).toBeLessThan(0xffffffff)
  }
})
