import { describe, expect, it } from 'vitest'
import { messagesOf, programOf, scriptOf } from '../../../../../src/dialects/mysql/copy/script-text.js'
import { conditionalParts, splitTable } from '../../../../../src/dialects/mysql/copy/show-table.js'
import { tableStatements } from '../../../../../src/dialects/mysql/copy/table-statements.js'

const shown = [
  'CREATE TABLE `a(b` (',
  "  `id` int(11) NOT NULL AUTO_INCREMENT COMMENT 'one, (two) ''three'' \\\\',",
  "  `kind` enum('a,b',')') DEFAULT ')' CHECK (`kind` <> ','),",
  '  `p` int(11) DEFAULT NULL,',
  '  PRIMARY KEY (`p`,`id`),',
  '  UNIQUE KEY `u` (`kind`),',
  '  KEY `own` (`id`),',
  '  KEY `k` (`p`,`kind`(3)),',
  '  CONSTRAINT `f` FOREIGN KEY (`p`) REFERENCES `other`.`t` (`id`) ON DELETE CASCADE,',
  "  CONSTRAINT `c` CHECK (`p` > 0 and `kind` <> 'x, y')",
  ") ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8mb4 COMMENT='(,)'",
  ' PARTITION BY HASH (`p`)',
].join('\n')

describe('a table as the server prints it', () => {
  it('is taken apart where its own commas are, and nowhere else', () => {
    const { items, head, tail } = splitTable(shown)
    expect(head).toBe('CREATE TABLE `a(b` ')
    expect(items).toHaveLength(9)
    expect(items[1]).toBe("`kind` enum('a,b',')') DEFAULT ')' CHECK (`kind` <> ',')")
    expect(tail).toMatch(/^ENGINE=InnoDB AUTO_INCREMENT=77 .*PARTITION BY HASH \(`p`\)$/s)
  })

  it('has what the rows need first, then indexes in one go, then foreign keys', () => {
    const [table, indexes, keys] = tableStatements('s', 'a(b', shown)
    expect(table).toMatchObject({ id: 'table:s.a(b', phase: 'pre-data', minimal: true })
    expect(table?.sql).toContain('KEY `own` (`id`)')
    expect(table?.sql).not.toMatch(/`u`|`k`|`f`|AUTO_INCREMENT=77/)
    expect(indexes?.sql).toContain('ADD UNIQUE KEY `u` (`kind`),\n  ADD KEY `k` (`p`,`kind`(3))')
    expect(indexes?.sources).toEqual(['table:s.a(b/constraint:u', 'table:s.a(b/index:k'])
    expect(keys).toMatchObject({ phase: 'post-data', sources: ['table:s.a(b/constraint:f'] })
    expect(keys?.dependsOn).toEqual(['table:s.a(b', 'table:other.t', 'index:s.a(b', 'index:other.t'])
  })

  it('keeps the unique keys of a table without a primary key with its rows', () => {
    const text = 'CREATE TABLE `t` (\n  `a` int NOT NULL,\n  UNIQUE KEY `u` (`a`)\n) ENGINE=MyISAM'
    const statements = tableStatements('s', 't', text)
    expect(statements).toHaveLength(1)
    expect(statements[0]?.sql).toContain('ENGINE=InnoDB')
  })

  it('says which of its parts only some servers read', () => {
    expect(conditionalParts('`a` int /*!80023 INVISIBLE */, /*M!100300 COMPRESSED*/ /* plain */')).toEqual([
      '80023: INVISIBLE',
      '100300: COMPRESSED',
    ])
  })
})

it('a script gives its messages back, a program whole', () => {
  const body = "CREATE PROCEDURE p() BEGIN SELECT '$$;'; END"
  expect(messagesOf(programOf('s', body, { sqlMode: 'ANSI' }))).toEqual([
    "USE `s`;\nSET NAMES utf8mb4 COLLATE utf8mb4_general_ci;\nSET SESSION sql_mode = 'ANSI'",
    body,
  ])
  expect(messagesOf(scriptOf(null, 'CREATE DATABASE x'))).toHaveLength(1)
})
