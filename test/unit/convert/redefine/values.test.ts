import { describe, expect, it } from 'vitest'
import { addedLabels, keepsValues } from '../../../../src/convert/redefine/values.js'
import { scriptParser } from '../../../../src/dialects/mysql/parse/script-parser.js'

const typeOf = (text: string) => scriptParser.parseType(text).logical

describe('a column that becomes another', () => {
  it.each([
    ['INT', 'BIGINT'],
    ['INT UNSIGNED', 'BIGINT'],
    ['INT(5)', 'INT(11)'],
    ['SMALLINT', 'DECIMAL(8,2)'],
    ['DECIMAL(10,2)', 'DECIMAL(12,4)'],
    ['VARCHAR(10)', 'VARCHAR(200)'],
    ['VARCHAR(10) CHARACTER SET latin1', 'VARCHAR(10) CHARACTER SET utf8mb4'],
    ['VARBINARY(4)', 'VARBINARY(5)'],
    ["ENUM('a','b')", "ENUM('a','c','b')"],
    ["SET('a','b')", "SET('a','b','c')"],
    ['DATETIME', 'DATETIME(6)'],
    ['DATE', 'DATETIME'],
    ['TIME', 'TIME(3)'],
    ['DOUBLE', 'DOUBLE'],
  ])('%s → %s keeps every value', (before, after) => {
    expect(keepsValues(typeOf(before), typeOf(after))).toBe(true)
  })

  it.each([
    ['BIGINT', 'INT'],
    ['INT', 'INT UNSIGNED'],
    ['INT UNSIGNED', 'INT'],
    ['INT', 'DECIMAL(10,2)'],
    ['INT', 'VARCHAR(20)'],
    ['DECIMAL(10,4)', 'DECIMAL(10,2)'],
    ['DECIMAL(10,2)', 'DECIMAL(10,4)'],
    ['FLOAT', 'DOUBLE'],
    ['VARCHAR(200)', 'VARCHAR(10)'],
    ['CHAR(10)', 'VARCHAR(10)'],
    ['VARCHAR(10) CHARACTER SET utf8mb4', 'VARCHAR(10) CHARACTER SET latin1'],
    ['BINARY(4)', 'BINARY(8)'],
    ["ENUM('a','b')", "ENUM('b','a')"],
    ["ENUM('a','b')", "ENUM('a')"],
    ['DATETIME(6)', 'DATETIME'],
    ['DATETIME', 'TIMESTAMP'],
    ['VARCHAR(20)', 'DATE'],
  ])('%s → %s may not', (before, after) => {
    expect(keepsValues(typeOf(before), typeOf(after))).toBe(false)
  })
})

it('new labels are told with the one in front of which they stand', () => {
  expect(addedLabels({ values: ['a', 'd'] }, { values: ['a', 'b', 'c', 'd', 'e'] })).toEqual([
    { label: 'b', next: 'd' },
    { label: 'c', next: 'd' },
    { label: 'e' },
  ])
})
