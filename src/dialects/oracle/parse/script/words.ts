import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import type { QName } from '../../../../core/ir/names.js'

/** What a statement is, by its first words. */
export type StatementSort =
  | { readonly sort: 'definition' }
  /** CREATE of something that is kept by its text, or handed on to who reads programs. */
  | { readonly sort: 'kept'; readonly what: string; readonly name: QName; readonly orReplace: boolean }
  | { readonly sort: 'rights' | 'data' | 'setting' | 'ignored' | 'notApplied'; readonly words: string }
  | { readonly sort: 'unknown'; readonly words: string }

const definitions =
  /^(?:CREATE (?:TABLE|INDEX|SEQUENCE|VIEW|SYNONYM|MATERIALIZED VIEW(?! LOG))|ALTER TABLE|COMMENT|DROP|RENAME)\b/
const between =
  /\b(?:OR REPLACE|NO FORCE|NOFORCE|FORCE|EDITIONABLE|NONEDITIONABLE|EDITIONING|GLOBAL|PRIVATE|TEMPORARY|SHARDED|DUPLICATED|IMMUTABLE|UNIQUE|BITMAP|PUBLIC|AND RESOLVE|AND COMPILE|MULTIVALUE|SHARED) /g

const kept: readonly (readonly [RegExp, string])[] = [
  [/^CREATE PACKAGE BODY\b/, 'package body'],
  [/^CREATE TYPE BODY\b/, 'type body'],
  [
    /^CREATE (PROCEDURE|FUNCTION|PACKAGE|TRIGGER|TYPE|LIBRARY|DIRECTORY|CONTEXT|CLUSTER|DIMENSION|OPERATOR|INDEXTYPE|JAVA|OUTLINE|EDITION)\b/,
    '',
  ],
  [/^CREATE DATABASE LINK\b/, 'database link'],
  [/^CREATE MATERIALIZED VIEW LOG\b/, 'materialized view log'],
  [/^CREATE MATERIALIZED ZONEMAP\b/, 'zonemap'],
]

/** Names that stand in front of an object's own, by kind. */
const beforeName: Readonly<Record<string, RegExp>> = {
  'materialized view log': /^ON$/i,
  java: /^(?:SOURCE|CLASS|RESOURCE|NAMED|IF|NOT|EXISTS)$/i,
}

const sorts: readonly (readonly [RegExp, Exclude<StatementSort['sort'], 'definition' | 'kept' | 'unknown'>])[] = [
  [/^(?:GRANT|REVOKE|CREATE (?:USER|ROLE|PROFILE)|ALTER (?:USER|ROLE|PROFILE)|AUDIT|NOAUDIT)\b/, 'rights'],
  [/^(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CALL|BEGIN|DECLARE|<|LOCK)/, 'data'],
  [/^(?:ALTER SESSION|SET)\b/, 'setting'],
  // Changes of objects that only say how the source keeps or compiles them.
  [
    /^ALTER (?:INDEX|TRIGGER|VIEW|PROCEDURE|FUNCTION|PACKAGE|TYPE|MATERIALIZED VIEW|SYNONYM) .*\b(?:COMPILE|REBUILD|COALESCE|PARALLEL|NOPARALLEL|LOGGING|NOLOGGING|MONITORING|ENABLE)\b/,
    'ignored',
  ],
  [
    /^(?:ALTER (?:INDEX|TRIGGER|VIEW|PROCEDURE|FUNCTION|PACKAGE|TYPE|MATERIALIZED VIEW|SYNONYM|SEQUENCE)|CREATE SCHEMA)\b/,
    'notApplied',
  ],
  [
    /^(?:COMMIT|ROLLBACK|SAVEPOINT|SELECT|WITH|\(|EXPLAIN|ANALYZE|ALTER (?:SYSTEM|DATABASE|TABLESPACE)|CREATE (?:TABLESPACE|DATABASE|PFILE|SPFILE|RESTORE POINT|ROLLBACK SEGMENT|FLASHBACK ARCHIVE|DISKGROUP|CONTROLFILE)|FLASHBACK|PURGE|ASSOCIATE|DISASSOCIATE)/,
    'ignored',
  ],
]

/** Looks at the first words of a statement. */
export function sortOf(text: string): StatementSort {
  const { tokens } = lex(text.slice(0, 4000))
  const words = tokens.slice(0, 12).map((token) => (token.image.startsWith('"') ? 'NAME' : token.image.toUpperCase()))
  const written = words.join(' ')
  const plain = written.replace(between, '')
  if (definitions.test(plain)) return { sort: 'definition' }
  for (const [pattern, what] of kept) {
    const found = pattern.exec(plain)
    const kind = what === '' ? found?.[1]?.toLowerCase() : what
    if (found && kind)
      return keptAs(
        kind,
        tokens.map((token) => token.image),
        / OR REPLACE /.test(` ${written} `),
      )
  }
  const shown = words.slice(0, 3).join(' ')
  const sort = sorts.find(([pattern]) => pattern.test(plain))?.[1]
  return sort ? { sort, words: shownWords(plain) } : { sort: 'unknown', words: shown }
}

const shownWords = (plain: string): string => {
  const [first = '', second = ''] = plain.split(' ')
  return /^(?:ALTER|CREATE|SET)$/.test(first) ? `${first} ${second}` : first
}

/** The name behind the words of the kind. */
function keptAs(what: string, images: readonly string[], orReplace: boolean): StatementSort {
  const last = what.split(' ').at(-1)?.toUpperCase() ?? ''
  let at = images.findIndex((image) => image.toUpperCase() === last) + 1
  const skipped = beforeName[what] ?? /^(?:IF|NOT|EXISTS)$/i
  while (skipped.test(images[at] ?? '')) at++
  const parts = [images[at] ?? '']
  while (images[at + 1] === '.') {
    at += 2
    parts.push(images[at] ?? '')
  }
  const name = decodeName(parts.at(-1) ?? '')
  const schema = parts.length > 1 ? decodeName(parts[0] ?? '') : undefined
  return { sort: 'kept', what, name: schema ? { schema, name } : { name }, orReplace }
}
