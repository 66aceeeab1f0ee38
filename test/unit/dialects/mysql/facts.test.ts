import { describe, expect, it } from 'vitest'
import { collationOf, defaultCollationOf } from '../../../../src/dialects/mysql/collations.js'
import { names } from '../../../../src/dialects/mysql/names.js'
import { runsOn } from '../../../../src/dialects/mysql/parse/versioned-comments.js'
import { atLeast, defaultVersion, parseVersion, versionInHeader } from '../../../../src/dialects/mysql/version.js'

describe('collations', () => {
  it.each([
    ['utf8mb4_0900_ai_ci', 'ci ai pad-no und'],
    ['utf8mb4_0900_as_cs', 'cs as pad-no und'],
    ['utf8mb4_0900_bin', 'bin pad-no und'],
    ['utf8mb4_de_pb_0900_ai_ci', 'ci ai pad-no de-u-co-phonebk'],
    ['utf8mb4_ja_0900_as_cs_ks', 'cs as pad-no ja'],
    ['utf8mb4_general_ci', 'ci ai pad und'],
    ['utf8mb3_unicode_520_nopad_ci', 'ci ai pad-no und'],
    ['utf8mb4_bin', 'bin pad und'],
    ['latin1_swedish_ci', 'ci ai pad sv'],
    ['latin1_general_ci', 'ci as pad und'],
    ['latin1_general_cs', 'cs as pad und'],
    ['latin1_german2_ci', 'ci ai pad de-u-co-phonebk'],
    ['utf8mb3_croatian_mysql561_ci', 'ci ai pad hr'],
    ['utf8mb4_uca1400_swedish_as_cs', 'cs as pad sv'],
    ['uca1400_nopad_ai_ci', 'ci ai pad-no und'],
    ['utf8mb4_thai_520_w2', 'ci ai pad th'],
    ['binary', 'bin pad-no und'],
  ])('%s is %s', (name, facts) => {
    const { binary, caseSensitive, accentSensitive, padSpace, language } = collationOf(name)
    const kind = binary ? 'bin' : `${caseSensitive ? 'cs' : 'ci'} ${accentSensitive ? 'as' : 'ai'}`
    expect(`${kind} ${padSpace ? 'pad' : 'pad-no'} ${language}`).toBe(facts)
  })

  it('has defaults by character set and server', () => {
    expect(defaultCollationOf('latin1', parseVersion('8.0.1'))).toBe('latin1_swedish_ci')
    expect(defaultCollationOf('utf8mb4', parseVersion('5.7.1'))).toBe('utf8mb4_general_ci')
    expect(defaultCollationOf('utf8mb4', parseVersion('8.4.0'))).toBe('utf8mb4_0900_ai_ci')
  })
})

describe('versioned comments', () => {
  const run = (version: string, text: string): boolean => {
    const [, mark, number] = /^(M?)(\d*)$/.exec(text) ?? []
    return runsOn(parseVersion(version)).executes?.({ mariadb: mark === 'M', number: Number(number) }) ?? true
  }

  it.each([
    ['10.11.6-MariaDB', '', true],
    ['10.11.6-MariaDB', '50003', true],
    ['10.11.6-MariaDB', '50700', false],
    ['10.11.6-MariaDB', '99999', false],
    ['10.11.6-MariaDB', '101106', true],
    ['10.11.6-MariaDB', '101107', false],
    ['10.11.6-MariaDB', 'M50700', true],
    ['8.0.36', '80036', true],
    ['8.0.36', '80037', false],
    ['8.0.36', 'M50001', false],
  ])('%s, /*%s: %s', (version, comment, runs) => {
    expect(run(version, comment)).toBe(runs)
  })

  it('are all code for a server that nobody has named', () => {
    expect(runsOn(defaultVersion)).toEqual({})
  })
})

describe('versions', () => {
  it.each([
    ['8.0.36-0ubuntu0.22.04.1', 'mysql', 8, 0, 36],
    ['5.5.5-10.6.12-MariaDB-log', 'mariadb', 10, 6, 12],
    ['11.4', 'mariadb', 11, 4, 0],
    ['9', 'mysql', 9, 0, 0],
  ])('reads %s', (text, flavour, major, minor, patch) => {
    expect(parseVersion(text)).toMatchObject({ flavour, major, minor, patch })
  })

  it('compares with the limit of its own flavour', () => {
    expect(atLeast(parseVersion('10.4.1-MariaDB'), { mysql: [8, 0, 0], mariadb: [10, 5, 0] })).toBe(false)
    expect(atLeast(parseVersion('8.0.13'), { mysql: [8, 0, 13] })).toBe(true)
    expect(atLeast(parseVersion('11.0.1-MariaDB'), { mysql: [8, 0, 13] })).toBe(false)
  })

  it('finds the server in the header that phpMyAdmin writes', () => {
    expect(versionInHeader('-- phpMyAdmin SQL Dump\n-- Server version: 10.4.28-MariaDB\n')?.flavour).toBe('mariadb')
    expect(versionInHeader('CREATE TABLE t (a int)')).toBeUndefined()
  })
})

describe('names', () => {
  it('quotes what would not read back, and reserved words', () => {
    expect(['plain', 'select', 'a b', 'a`b', '1'].map(names.quoteIfNeeded)).toEqual([
      'plain',
      '`select`',
      '`a b`',
      '`a``b`',
      '`1`',
    ])
  })
})
