import { describe, expect, it, test } from 'vitest'
import { prove } from '../convert/support.js'
import { convertUnder, refusal, selection, transformation } from './support.js'

const script = `CREATE TABLE People (id int PRIMARY KEY, Name varchar(40), code char(5) UNIQUE, price decimal(9,2), note text,
  kind enum('a','b') NOT NULL, loud varchar(40) AS (upper(Name)), shape geometry);`

const at = { 'table-name': 'People' }
const add = (value: string, expression: string | undefined, type: object, id = 7) =>
  transformation('column', 'add-column', at, { value, 'data-type': type, ...(expression ? { expression } : {}) }, id)
const on = (column: string, action: string, more: object = {}, id = 7) =>
  transformation('column', action, { ...at, 'column-name': column }, { ...more }, id)
const text = { type: 'string', length: 50 }

describe('rules that make values', () => {
  it('add columns of exact names and types, which the target takes, and leave what they are made from', async () => {
    const { conversion, findings } = await convertUnder(script, [
      selection(),
      add('Full', "$note || ''", text),
      add('BIG', '$price * 2', { type: 'numeric', precision: 12, scale: 2 }, 8),
      add('empty', undefined, { type: 'datetime' }, 9),
      on('note', 'remove-column', {}, 10),
      on(
        'kind',
        'add-before-image-columns',
        { 'before-image-def': { 'column-suffix': '_old', 'column-filter': 'all' } },
        11,
      ),
    ])
    const [table] = conversion.mapping.tables
    expect(table?.derived?.inputs.map(({ source }) => source.name)).toEqual(['note'])
    expect(table?.derived?.columns.map(({ rule, target, by }) => [rule, target.name, target.native, by.kind])).toEqual([
      ['7', 'Full', 'varchar(50)', 'expression'],
      ['8', 'BIG', 'numeric(12,2)', 'expression'],
      ['9', 'empty', 'timestamp(6)', 'expression'],
      ['11', 'kind_old', 'shop.people_kind_old', 'before'],
    ])
    expect(table?.columns.map(({ source }) => source.name)).not.toContain('note')
    const { results } = await prove(conversion)
    expect(results.filter((one) => one.outcome !== 'accepted')).toEqual([])
    expect(findings.filter(({ code }) => code === 'XW-C0611').map(({ message }) => message)).toEqual([
      'Rule 8 computes with price of shop.People, which are decimals: SQLite has floats.',
    ])
    expect(findings.filter(({ code }) => code === 'XW-C0610')).toHaveLength(4)
    expect(findings.filter(({ code }) => code === 'XW-C0612').map(({ data }) => data)).toMatchObject([
      { column: 'kind_old' },
    ])
  })

  it('mask columns in their place, and give a hash room', async () => {
    const { conversion, codes } = await convertUnder(
      script.replace(' UNIQUE', '').replace('loud varchar(40) AS (upper(Name)), ', ''),
      [selection(), on('code', 'data-masking-hash-mask'), on('Name', 'data-masking-digits-mask', { value: '#' }, 8)],
    )
    const [table] = conversion.mapping.tables
    expect(table?.derived?.columns.map(({ target, by }) => [target.name, target.native, by])).toEqual([
      ['name', 'varchar(40)', { kind: 'mask', column: 'Name', mask: { kind: 'digits', by: '#' } }],
      ['code', 'varchar(64)', { kind: 'mask', column: 'code', mask: { kind: 'hash' } }],
    ])
    expect(table?.columns.map(({ source }) => source.name)).toEqual(['id', 'price', 'note', 'kind', 'shape'])
    expect(codes).toContain('XW-C0613')
  })

  it('that add a column of one name twice, the first counts', async () => {
    const { conversion } = await convertUnder(script, [
      selection(),
      add('x', "'two'", text, 8),
      add('x', "'one'", text, 7),
    ])
    expect(conversion.mapping.tables[0]?.derived?.columns.map(({ rule }) => rule)).toEqual(['7'])
  })

  test.each([
    ['XW-S0704', 'an unknown function', add('x', 'foo($Name)', text), /calls foo, which is not known/],
    [
      'XW-S0704',
      'a wrong number of arguments',
      add('x', 'substr($Name)', text),
      /refused by SQLite: wrong number of arguments/,
    ],
    ['XW-S0704', 'no expression', add('x', '$Name ||', text), /refused by SQLite: /],
    ['XW-S0704', 'an unknown column', add('x', '$nobody', text), /names \$nobody/],
    [
      'XW-S0704',
      'a type that SQLite has not',
      add('x', '$shape', text),
      /names \$shape, whose type no expression takes/,
    ],
    ['XW-S0704', 'a name that is there', add('Name', "'x'", text), /would both be called/],
    ['XW-S0702', 'a type of no relational database', add('x', "'x'", { type: 'map' }), /map/],
    ['XW-S0704', 'a masked key', on('code', 'data-masking-hash-mask'), /part of a key/],
    [
      'XW-S0704',
      'a masked column that another is computed from',
      on('Name', 'data-masking-hash-mask'),
      /the computed column loud/,
    ],
    ['XW-S0702', 'a masked number', on('price', 'data-masking-hash-mask'), /no text/],
    [
      'XW-S0704',
      'a mask of two characters',
      on('note', 'data-masking-digits-mask', { value: '##' }),
      /no single character/,
    ],
    ['XW-S0718', 'other digits without a secret', on('note', 'data-masking-digits-randomize'), /.*/],
  ])('are refused with their rule-id (%s) for %s', async (code, _, rule, words) => {
    const refused = await refusal(() => convertUnder(script, [selection(), rule]))
    expect(refused).toMatchObject({ code, data: { rule: '7' } })
    expect(JSON.stringify(refused.data)).toMatch(words)
  })
})
