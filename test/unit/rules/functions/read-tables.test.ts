import { describe, expect, it } from 'vitest'
import { printCoreText } from '../../../../src/rules/apply/core-text.js'
import { catalogue } from '../../../../src/rules/findings/catalogue.js'
import { coreFunction } from '../../../../src/rules/functions/core-functions.js'
import { readTableFiles } from '../../../../src/rules/functions/read.js'
import { isRecord, readTable, rowValue } from '../../../../src/rules/load/table.js'
import { coreNames, parseSource, toCore, versionFor } from './pipeline.js'

interface Example {
  readonly rule: string
  readonly versions?: string
  readonly programs: boolean
  readonly in: string
  readonly out?: string
  readonly finding?: string
}

const rules = readTableFiles('mysql').flatMap((file) => readTable(file).rows.map((row) => rowValue(row)))
const examples: readonly Example[] = rules.flatMap((rule) =>
  (Array.isArray(rule['examples']) ? rule['examples'] : []).filter(isRecord).map((each) => ({
    rule: String(rule['id']),
    ...(typeof rule['versions'] === 'string' ? { versions: rule['versions'] } : {}),
    programs: rule['programs'] === true,
    in: String(each['in']),
    ...(typeof each['out'] === 'string' ? { out: each['out'] } : {}),
    ...(typeof each['finding'] === 'string' ? { finding: each['finding'] } : {}),
  })),
)

const core = (each: Example, fired = new Set<string>()) =>
  toCore(parseSource(each.in), fired, versionFor(each.versions), each.programs)

describe('the read tables of functions', () => {
  it('turn every example into the core form beside it', () => {
    const wrong = examples
      .filter((each) => each.out !== undefined)
      .map((each) => ({ ...each, got: printCoreText(core(each)) }))
      .filter((each) => each.got !== each.out)
    expect(wrong).toEqual([])
    expect(examples.length).toBeGreaterThan(800)
  })

  it('name every function that is not converted by the finding beside it', () => {
    const flagged = examples.filter((each) => each.finding !== undefined)
    const wrong = flagged.filter((each) => {
      const made = core(each)
      return made.kind !== 'opaque' || made.why !== each.finding
    })
    expect(wrong).toEqual([])
  })

  it('have no rule that an earlier one hides from its own examples', () => {
    const hidden = examples.filter((each) => {
      const fired = new Set<string>()
      core(each, fired)
      return !fired.has(each.rule)
    })
    expect(hidden.map((each) => `${each.rule}: ${each.in}`)).toEqual([])
  })

  it('have one identifier for each rule', () => {
    const ids = rules.map((rule) => rule['id'])
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('use no core function that the hub does not know', () => {
    const unknown = examples.flatMap((each) => coreNames(core(each))).filter((name) => !coreFunction(name))
    expect(unknown).toEqual([])
  })

  it('name only findings that the catalogue holds, and use every one of those that belong to rules', () => {
    const used = new Set(rules.map((rule) => rule['finding']).filter((code) => typeof code === 'string'))
    const listed = [...catalogue().values()]
      .filter((entry) => entry.file === 'functions.yaml')
      .map((entry) => entry.code)
    expect([...used].filter((code) => !listed.includes(String(code)))).toEqual([])
    // Given by code, or by the tables of another source.
    const byCode = ['XW-F0002', 'XW-F0003', 'XW-F0004', 'XW-F0027']
    expect(listed.filter((code) => !used.has(code) && !byCode.includes(code))).toEqual([])
  })
})
