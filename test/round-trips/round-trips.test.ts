import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { casesFolder, listCases } from '../golden/run-case.js'
import { unexplained } from './judge.js'
import { travel, type Way } from './trip.js'

const ways: Readonly<Record<string, Way>> = {
  'mysql-to-postgres': ['mysql', 'postgres', 'mysql'],
  'postgres-to-mysql': ['postgres', 'mysql', 'postgres'],
}

describe.each(Object.entries(ways))('there and back: %s', (folder, way) => {
  it.each(listCases(`${folder}/`))('%s: nothing is lost without a word', async (name) => {
    const trip = await travel(readFileSync(join(casesFolder, name, 'input.sql'), 'utf8'), way)
    expect(unexplained(trip)).toEqual([])
  })
})

describe('the judge', () => {
  it.each([
    ['one moment in two spellings', "CREATE TABLE t (id int PRIMARY KEY, a datetime DEFAULT '1900-01-01 00-00-00');"],
    [
      'a table that is left out with all that is in it',
      'CREATE TEMPORARY TABLE t (id int PRIMARY KEY, a int, KEY k (a));',
    ],
  ])('takes %s for nothing that is lost without a word', async (_what, text) => {
    expect(unexplained(await travel(text, ['mysql', 'postgres', 'mysql']))).toEqual([])
  })

  const sql =
    'CREATE TABLE t (id integer PRIMARY KEY, a numeric(9,2) DEFAULT 1.5 NOT NULL, b integer); CREATE INDEX k ON t (b);'
  const spoiled = [
    ['a type', 'decimal(9,2)', 'decimal(9,3)', 'type'],
    ['a default', '1.5', '1.6', 'default'],
    ['NOT NULL', '`a` decimal(9,2) NOT NULL', '`a` decimal(9,2)', 'nullable'],
    ['an index', 'ADD KEY `k` (`b`)', 'ADD KEY `k` (`a`)', 'index'],
    ['a key', 'PRIMARY KEY (`id`)', 'PRIMARY KEY (`id`, `a`)', 'key'],
  ] as const

  it.each(spoiled)('sees %s that is another', async (_what, from, to, what) => {
    const trip = await travel(sql, ['postgres', 'mysql', 'postgres'], (text) => {
      expect(text).toContain(from)
      return text.replace(from, to)
    })
    expect(unexplained(trip).map((each) => each.what)).toContain(what)
  })
})
