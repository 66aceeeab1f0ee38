import { describe, expect, it } from 'vitest'
import { differences } from './compare.js'
import type { Outcome } from './recording.js'
import type { TargetOutcome } from './replay.js'
import { scriptPieces } from './script.js'

const problems = (expected: Outcome, actual: TargetOutcome): readonly string[] =>
  differences({ before: {}, steps: [expected] }, { refused: [], steps: [actual] })

const rows = (type: number, ...values: (string | null)[]) => ({
  columns: [{ name: 'v', type }],
  rows: values.map((value) => [value]),
})
const [integer, numeric, text, instant, json] = [23, 1700, 25, 1184, 3802]

describe('comparison of what both sides gave', () => {
  it('takes forms of the same value for the same', () => {
    expect(problems({ value: '1.50' }, { value: rows(numeric, '1.5000') })).toEqual([])
    expect(problems({ value: '2024-01-02 03:04:05' }, { value: rows(instant, '2024-01-02 03:04:05+00') })).toEqual([])
    expect(problems({ value: '{"b": 1, "a": 2}' }, { value: rows(json, '{"a": 2, "b": 1}') })).toEqual([])
  })

  it('tells values apart', () => {
    expect(problems({ value: '1.50' }, { value: rows(text, '1.5') })).toHaveLength(1)
    expect(problems({ value: '' }, { value: rows(text, null) })).toHaveLength(1)
    expect(problems({ out: { a: '1' } }, { out: rows(integer, '2') })).toHaveLength(1)
    expect(problems({ out: { a: '1' } }, {})).toHaveLength(1)
  })

  it('tells result sets apart by number, names, rows and order', () => {
    const set = { columns: ['V'], rows: [['1'], ['2']] }
    expect(problems({ sets: [set] }, { sets: [rows(integer, '1', '2')] })).toEqual([])
    expect(problems({ sets: [set] }, { sets: [] })).toHaveLength(1)
    expect(problems({ sets: [set] }, { sets: [rows(integer, '2', '1')] })).toHaveLength(1)
    expect(problems({ sets: [{ ...set, columns: ['w'] }] }, { sets: [rows(integer, '1', '2')] })).toHaveLength(1)
    expect(problems({ tables: { t: set } }, { tables: { t: rows(integer, '2', '1') } })).toEqual([])
    expect(problems({ tables: { t: set } }, { tables: { t: rows(integer, '2', '2') } })).toHaveLength(1)
  })

  it('wants the same error, not any error', () => {
    const error = { number: 1062, state: '23000', message: 'Duplicate entry' }
    const own = { number: 1644, state: '45000', message: 'mine' }
    expect(problems({ error }, { error: { state: '23505', message: 'duplicate key', where: '' } })).toEqual([])
    expect(problems({ error }, { error: { state: '23503', message: 'foreign key', where: '' } })).toHaveLength(1)
    expect(problems({ error }, {})).toHaveLength(1)
    expect(problems({}, { error: { state: '42601', message: 'syntax', where: '' } })).toHaveLength(1)
    expect(problems({ error: own }, { error: { state: '45000', message: 'mine', where: '' } })).toEqual([])
    expect(problems({ error: own }, { error: { state: '45000', message: 'other', where: '' } })).toHaveLength(1)
  })

  it('reports what the engine did not take', () => {
    expect(differences({ before: {}, steps: [] }, { refused: ['x'], steps: [] })).toEqual(['refused: x'])
  })
})

it('cuts a script at the delimiters of the command-line client', () => {
  const script =
    'CREATE TABLE t (id INT);\n-- of a routine\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n'
  expect(scriptPieces(script)).toEqual([
    'CREATE TABLE t (id INT);\n-- of a routine',
    'CREATE PROCEDURE p() BEGIN SELECT 1; END',
  ])
})
