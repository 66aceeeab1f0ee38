import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot, rulesFolder } from '../../src/rules/assets.js'
import { findingCodesModule, findingsReadme } from '../../src/rules/document/findings.js'
import { catalogue, placeholdersOf, readCatalogue } from '../../src/rules/findings/catalogue.js'
import { textFiles } from './files.js'

const codes = [...catalogue().keys()]
const living = [...catalogue().values()].filter((entry) => !entry.retired).map((entry) => entry.code)
const codePattern = /XW-[PTFCRDS]\d{4}/g

const mentioned = (folders: readonly string[], extension: RegExp, skip: RegExp): ReadonlySet<string> =>
  new Set(
    textFiles(folders, extension)
      .filter((file) => !skip.test(file.path))
      .flatMap((file) => [...file.text.matchAll(codePattern)].map((match) => match[0])),
  )

describe('finding codes', () => {
  it('are emitted somewhere: by code, or by a rule that names them', () => {
    const emitted = mentioned(['src', 'rules'], /\.(ts|yaml)$/, /codes\.generated\.ts$|^rules\/findings\//)
    expect(living.filter((code) => !emitted.has(code))).toEqual([])
  })

  it('are listed when they are emitted', () => {
    const emitted = mentioned(['src', 'rules', 'grammars'], /\.(ts|yaml)$/, /^rules\/findings\//)
    expect([...emitted].filter((code) => !codes.includes(code))).toEqual([])
  })

  it('are exercised by a test or a fixture', () => {
    const exercised = mentioned(['test', 'fixtures', 'rules'], /\.(ts|yaml|json)$/, /^rules\/findings\//)
    expect(living.filter((code) => !exercised.has(code))).toEqual([])
  })

  it('have names that are unique and a message whose holes are plain words', () => {
    const names = [...catalogue().values()].map((entry) => entry.name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    for (const entry of catalogue().values())
      expect(placeholdersOf(entry.message).every((key) => /^[a-z][A-Za-z0-9]*$/.test(key))).toBe(true)
  })

  it('give operational errors an exit code', () => {
    const errors = [...catalogue().values()].filter(
      (entry) => entry.code.startsWith('XW-S') && entry.severity === 'error',
    )
    expect(errors.filter((entry) => entry.exit === null).map((entry) => entry.code)).toEqual([])
  })
})

describe('generated files', () => {
  it('are fresh', () => {
    const entries = [...readCatalogue(join(rulesFolder, 'findings')).values()]
    expect(readFileSync(join(packageRoot, 'src/core/findings/codes.generated.ts'), 'utf8')).toBe(
      findingCodesModule(entries),
    )
    expect(readFileSync(join(rulesFolder, 'findings', 'README.md'), 'utf8')).toBe(findingsReadme(entries))
  })
})
