import { describe, expect, it, test } from 'vitest'
import { namePattern } from '../../../src/table-mapping/pattern.js'
import { schemasOf } from '../../../src/table-mapping/read.js'
import { refusal, rulesOf, selection, settings, transformation } from './support.js'

describe('a table-mapping document', () => {
  it('is read in the order of the rule-ids, numbers and text alike, with the nulls that consoles write', () => {
    const rules = rulesOf([
      transformation('table', 'rename', { 'table-name': 'a' }, { value: 'b', 'old-value': null }, 10),
      transformation('table', 'convert-lowercase', { 'table-name': '%' }, { value: null, 'data-type': null }, 9),
      { ...selection({ filters: [], 'load-order': '2' }), 'rule-id': 3 },
    ])
    expect(rules.transformations.map((rule) => rule['rule-id'])).toEqual(['9', '10'])
    expect(rules.selections[0]).toMatchObject({ 'rule-id': '3', 'load-order': 2 })
  })

  it('is the same for the same rules in another order', () => {
    const [a, b] = [selection({}, {}, 1), transformation('schema', 'rename', {}, { value: 'x' }, 2)]
    expect(rulesOf([a, b]).print).toBe(rulesOf([b, a]).print)
    expect(rulesOf([a]).print).not.toBe(rulesOf([a, b]).print)
  })

  it('says which schemas are to be read, unless only the source can', () => {
    expect(
      schemasOf(rulesOf([selection({}, { 'schema-name': 'hr_a' }), selection({}, {}), selection({}, {})])),
    ).toEqual(['hr_a', 'shop'])
    expect(schemasOf(rulesOf([selection({}, { 'schema-name': 'hr%' })]))).toEqual([])
  })

  test.each([
    ['no JSON', '{"rules": [', { rule: 'of the file' }],
    ['no rules', '{"rules": []}', { rule: 'of the file', path: 'rules' }],
    ['an unknown key', [selection({ colour: 1 }, {}, 4)], { rule: '4' }],
    ['an unknown action', [selection({ 'rule-action': 'inlcude' }, {}, 4)], { rule: '4', path: 'rule-action' }],
    [
      'no schema-name',
      [selection({ 'object-locator': { 'table-name': '%' } }, {}, 4)],
      { rule: '4', path: 'object-locator.schema-name' },
    ],
    ['a rule-id twice', [selection({}, {}, 4), selection({}, {}, 4)], { rule: '4', path: 'rule-id' }],
    ['no rule-id', [{ 'rule-type': 'selection' }], { rule: 'at place 1', path: 'rule-id' }],
  ])('is refused with rule and path for %s (XW-S0701)', async (_, rules, data) => {
    expect(await refusal(() => rulesOf(rules))).toMatchObject({ code: 'XW-S0701', data })
  })

  test.each([
    [
      'an expression for a new name',
      transformation(
        'column',
        'rename',
        { 'table-name': 't', 'column-name': 'a' },
        { value: 'x', expression: '$a' },
        7,
      ),
    ],
    ['a tablespace', transformation('table-tablespace', 'rename', { 'table-name': 't' }, { value: 'x' }, 7)],
    ['a validation rule', { 'rule-type': 'validation', 'rule-id': '7', 'rule-name': '7', 'rule-target': 'column' }],
  ])('is refused for %s, which is not done (XW-S0702)', async (_, rule) => {
    expect(await refusal(() => rulesOf([selection(), rule]))).toMatchObject({ code: 'XW-S0702', data: { rule: '7' } })
  })

  test.each([
    ['a column without a type', transformation('column', 'add-column', { 'table-name': 't' }, { value: 'x' }, 7)],
    [
      'a mask without a character',
      transformation('column', 'data-masking-digits-mask', { 'table-name': 't', 'column-name': 'a' }, {}, 7),
    ],
    ['a new name without one', transformation('table', 'rename', { 'table-name': 't' }, {}, 7)],
    ['a column of no table', transformation('column', 'remove-column', { 'column-name': 'a' }, {}, 7)],
    [
      'a filter of what is excluded',
      selection(
        {
          'rule-action': 'exclude',
          filters: [
            { 'filter-type': 'source', 'column-name': 'a', 'filter-conditions': [{ 'filter-operator': 'null' }] },
          ],
        },
        {},
        7,
      ),
    ],
    ['an action of another target', transformation('schema', 'remove-column', {}, {}, 7)],
  ])('is refused for %s (XW-S0704)', async (_, rule) => {
    expect(await refusal(() => rulesOf([selection(), rule]))).toMatchObject({ code: 'XW-S0704', data: { rule: '7' } })
  })

  it('takes settings of tables', () => {
    const ranges = { type: 'ranges', columns: ['id'], boundaries: [['1000'], ['2000']] }
    const rules = rulesOf([
      selection(),
      settings('orders', { 'parallel-load': ranges, 'lob-settings': { mode: 'limited', 'bulk-max-size': '16' } }),
    ])
    expect(rules.settings[0]?.['lob-settings']).toEqual({ mode: 'limited', 'bulk-max-size': 16 })
  })
})

test.each([
  ['%', 'anything', true],
  ['DMS%', 'DMS_x', true],
  ['DMS%', 'dms_x', false],
  ['%_log', 'a_log', true],
  ['a_c', 'abc', true],
  ['a[_]c', 'abc', false],
  ['a[_]c', 'a_c', true],
  ['t[0-9]', 't5', true],
  ['t[0-9]', 'tx', false],
  ['a.b*', 'a.b*', true],
  ['a.b*', 'axbb', false],
  ['a^$', 'a^$', true],
  ['%😀_', 'x😀é', true],
])('the pattern %s and the name %s: %s', (pattern, name, meant) => {
  expect(namePattern(pattern)(name)).toBe(meant)
})
