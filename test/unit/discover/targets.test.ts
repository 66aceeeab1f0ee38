import { describe, expect, it } from 'vitest'
import { probeCount, probesOf, readTarget, TargetError } from '../../../src/discover/targets.js'

const names: Readonly<Record<string, readonly string[]>> = {
  db: ['10.0.0.7', 'fd00::7'],
  cloud: ['169.254.169.254'],
}
const read = (text: string, ports = [1, 2]) => readTarget(text, ports, async (name) => names[name] ?? [])
const places = async (...texts: string[]) =>
  [...probesOf(await Promise.all(texts.map((text) => read(text))))].map(({ address, port }) => `${address} ${port}`)

describe('targets', () => {
  it('are every address at every port, once, in turns', async () => {
    expect(await places('10.0.0.1-2', '10.0.0.2-3')).toEqual([
      ...['10.0.0.1 1', '10.0.0.2 1', '10.0.0.3 1', '10.0.0.1 2', '10.0.0.2 2', '10.0.0.3 2'],
    ])
  })

  it.each<[string, readonly string[]]>([
    ['10.0.0.1:5432', ['10.0.0.1 5432']],
    ['10.0.0.1:7,9-11', ['10.0.0.1 7', '10.0.0.1 9', '10.0.0.1 10', '10.0.0.1 11']],
    ['[fd00::1]:5432', ['fd00::1 5432']],
    ['fd00::1', ['fd00::1 1', 'fd00::1 2']],
    ['db:5', ['10.0.0.7 5', 'fd00::7 5']],
  ])('%s', async (text, expected) => expect(await places(text)).toEqual(expected))

  it.each(['10.0.0.1:0', '10.0.0.1:70000', '10.0.0.1:9-5', '10.0.0.1:x', '10.0.0.0/99', '1.2.3', 'a b', '-x', ''])(
    '%s is refused',
    async (text) => {
      await expect(read(text)).rejects.toThrow(TargetError)
    },
  )

  it('is refused where a name leads to what is never contacted', async () => {
    await expect(read('cloud')).rejects.toThrow(/never contacted/)
  })

  it('tells a name without an address from one that is none', async () => {
    await expect(read('gone')).rejects.toMatchObject({ unresolved: true })
  })

  it('are counted without being made', async () => {
    expect(probeCount([await read('fd00::/64')])).toBe(2n ** 65n)
  })
})
