import type { SchemaObject, TextDefault, View } from '../../../../core/ir/schema.js'
import { definitionMode, programOf, type Surroundings, scriptOf } from '../../copy/script-text.js'
import { identText, nameText, noForm } from '../printing.js'
import { optionValue } from './options.js'

/** Under what the source read the text. Text that is not in UTF-8 there comes in UTF-8 all the same. */
export function surroundingsOf({ kind, session = {} }: SchemaObject, sqlMode: string | undefined): Surroundings {
  const { sql_mode, character_set_client: charset, collation_connection: collation, time_zone: said } = session
  // The server keeps the zone with an event; where nobody says which, it is the server's own.
  const timeZone = kind === 'event' ? (said ?? 'SYSTEM') : undefined
  const mode = sqlMode ?? sql_mode
  const names = charset && collation && /^utf8/i.test(charset) ? { names: [charset, collation] as const } : {}
  return { ...(mode === undefined ? {} : { sqlMode: mode }), ...names, ...(timeZone ? { timeZone } : {}) }
}

const schemaOf = ({ name }: SchemaObject): string => name.schema?.text ?? ''

/** The query in the words of the source, all around it from what is known of the view. */
export function ownViewText(view: View): string {
  const { ownText, query, columns, checkOption, options, security } = view
  if (ownText === undefined) throw noForm('text that is not there')
  const definer = optionValue(options, 'definer')
  const algorithm = optionValue(options, 'algorithm')
  const words = [
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(definer === undefined ? [] : [`DEFINER=${definer}`]),
    `SQL SECURITY ${security.toUpperCase()}`,
  ]
  const list = columns.length > 0 ? ` (${columns.map(identText).join(', ')})` : ''
  const check = checkOption ? `\nWITH ${checkOption.toUpperCase()} CHECK OPTION` : ''
  const text =
    query.kind === 'opaque'
      ? ownText
      : `CREATE ${words.join(' ')} VIEW ${nameText(view.name)}${list} AS\n${ownText}${check}`
  return scriptOf(schemaOf(view), text, surroundingsOf(view, view.session?.['sql_mode'] ?? definitionMode))
}

/**
 * A program with its own text, from the first word to the last. The collation of the database counts when it is made; where it
 * was another then, the database has that for the moment, as in a dump.
 */
export function ownProgramText(object: SchemaObject, database: TextDefault | undefined): string {
  if (object.ownText === undefined) throw noForm('text that is not there')
  const text = programOf(schemaOf(object), object.ownText, surroundingsOf(object, undefined))
  const then = object.session?.['collation_database']
  if (then === undefined || !database || then === database.collation) return text
  const alter = (collation: string): string =>
    `ALTER DATABASE ${identText({ text: schemaOf(object), quoted: true })} COLLATE ${collation};\n`
  return `${alter(then)}${text}${alter(database.collation)}`
}

/** Any other statement: text that nobody understood, and what only the engine has a word for. */
export function ownStatementText(object: SchemaObject): string {
  if (object.ownText === undefined) throw noForm('text that is not there')
  return scriptOf(schemaOf(object), object.ownText, surroundingsOf(object, undefined))
}
