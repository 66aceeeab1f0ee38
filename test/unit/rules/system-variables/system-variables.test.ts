import { describe, expect, it } from 'vitest'
import { noOrigin } from '../../../../src/core/ir/names.js'
import { literal, printCoreText } from '../../../../src/rules/apply/core-text.js'
import { coreFunction } from '../../../../src/rules/functions/core-functions.js'
import { loadWriteRules } from '../../../../src/rules/functions/write.js'
import { systemRelation, systemRelationTable } from '../../../../src/rules/system-relations/system-relations.js'
import {
  holdsModes,
  readSystemVariable,
  sessionCommand,
  setSystemVariable,
  systemVariableTable,
} from '../../../../src/rules/system-variables/system-variables.js'

const value = literal('integer', '5')

describe('the table of server variables', () => {
  it('names each variable once, in lower case', () => {
    const names = systemVariableTable('mysql').variables.flatMap((each) => each.names)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([])
  })

  it('uses core functions that the target can write', () => {
    const { variables, commands } = systemVariableTable('mysql')
    const texts = [...variables, ...commands].flatMap((each) => ('read' in each ? [each.read, each.set] : [each.set]))
    const used = texts.flatMap((text) => [...(text ?? '').matchAll(/core\.([a-z_]+)/g)].map((found) => found[1] ?? ''))
    const { names } = loadWriteRules('postgres')
    expect(used.length).toBeGreaterThan(8)
    expect(used.filter((name) => coreFunction(name) === undefined || !names.has(name))).toEqual([])
  })

  it('is asked in any case', () => {
    const read = readSystemVariable('mysql', 'AUTOCOMMIT', noOrigin)
    expect(read && printCoreText(read)).toBe('1')
    expect(readSystemVariable('mysql', 'nothing_like_it', noOrigin)).toBeUndefined()
    expect(holdsModes('mysql', 'SQL_MODE')).toBe(true)
  })

  it('puts the value into what sets a variable', () => {
    const rule = setSystemVariable('mysql', 'last_insert_id')
    const made = rule && rule.set !== 'nothing' ? rule.set(value, noOrigin) : undefined
    expect(made && printCoreText(made)).toBe('core.set_last_insert_id(5)')
    expect(setSystemVariable('mysql', 'unique_checks')).toEqual({ set: 'nothing' })
    expect(setSystemVariable('mysql', 'foreign_key_checks')).toEqual({ set: 'nothing', finding: 'XW-R0151' })
    expect(setSystemVariable('mysql', 'version')).toBeUndefined()
  })

  it('knows statements by their text, over the ends of lines', () => {
    expect(sessionCommand('mysql', 'SET  NAMES\n utf8mb4')).toEqual({ set: 'nothing' })
    expect(sessionCommand('mysql', 'SET SESSION TRANSACTION ISOLATION LEVEL\nREAD  COMMITTED')?.value).toBe(
      'READ COMMITTED',
    )
    expect(sessionCommand('mysql', 'SHOW TABLES')).toBeUndefined()
  })
})

describe('the table of relations in which the server lists its objects', () => {
  it('is asked in any case, by the schema they stand in', () => {
    expect(systemRelation('mysql', 'INFORMATION_SCHEMA', 'tables')?.core).toBe('catalogue_tables')
    expect(systemRelation('mysql', 'app', 'tables')).toBeUndefined()
    expect(systemRelation('mysql', 'information_schema', 'engines')).toBeUndefined()
  })

  it('names only columns that one of them has', () => {
    const { relations, schemas, objects } = systemRelationTable('mysql')
    const columns = new Set(relations.flatMap((each) => each.text))
    expect([...schemas, ...objects].filter((name) => !columns.has(name))).toEqual([])
  })
})
