import type { Column, Table, TextDefault } from '../../../../core/ir/schema.js'
import type { TextType } from '../../../../core/ir/types.js'
import { constructTable, memberHas } from '../../../../rules/constructs/constructs.js'
import { charsetOfCollation, collationOf } from '../../collations.js'
import { atLeast } from '../../version.js'
import type { Printing } from '../printing.js'

/** The three-byte set has its full name in later versions only (manual, "The utf8mb3 Character Set"; MariaDB 10.6). */
const spelled = (name: string, { version }: Printing): string =>
  atLeast(version, { mysql: [8, 0, 30], mariadb: [10, 6, 1] }) ? name : name.replace(/^utf8mb3(?=_|$)/, 'utf8')

/** The collation itself where this server has it, else the one that comes nearest. */
export function collationHere(name: string, { version }: Printing): string {
  const { membersOnly, ownCollations } = constructTable('mysql')
  if (memberHas(membersOnly.collations, name, version)) return name
  const { instead } = membersOnly.collations.find(({ match }) => new RegExp(match, 'i').test(name)) ?? {}
  if (instead !== undefined) return instead
  const wanted = collationOf(name)
  const charset = charsetOfCollation(name) ?? 'utf8mb4'
  if (charset !== 'utf8mb4') return `${charset}_${wanted.caseSensitive ? 'bin' : 'general_ci'}`
  const known = ownCollations.filter((each) => memberHas(membersOnly.collations, each.name, version))
  const cases = known.filter(({ caseSensitive }) => caseSensitive === wanted.caseSensitive)
  const accents = cases.filter(({ accentSensitive }) => accentSensitive === wanted.accentSensitive)
  const near = accents.length > 0 ? accents : cases
  return (near.find(({ padSpace }) => padSpace === wanted.padSpace) ?? near[0])?.name ?? 'utf8mb4_bin'
}

/** Columns whose collation is another one here. Texts of equal bytes are equal under either name. */
export function changedCollations(
  table: Table,
  printing: Printing,
): readonly { readonly column: Column; readonly source: string; readonly target: string }[] {
  return table.columns.flatMap((column) => {
    const { logical } = column.type
    const own = logical.kind === 'text' || logical.kind === 'enum' ? logical.collation : undefined
    if (!own) return []
    const target = collationHere(own.name, printing)
    const same = target === own.name || (own.binary && collationOf(target).padSpace === own.padSpace)
    return same ? [] : [{ column, source: own.name, target }]
  })
}

export const textDefaultText = ({ charset, collation }: TextDefault, printing: Printing): string =>
  `DEFAULT CHARACTER SET ${spelled(charset, printing)} COLLATE ${spelled(collationHere(collation, printing), printing)}`

/** Behind the type of a column; empty where the table says the same. */
export function textOfColumn(
  { charset, collation }: Pick<TextType, 'charset' | 'collation'>,
  table: TextDefault | undefined,
  printing: Printing,
): string {
  if (!collation) return ''
  if (collation.name === table?.collation && (charset ?? table.charset) === table.charset) return ''
  const set = charset ?? charsetOfCollation(collation.name)
  const own = spelled(collationHere(collation.name, printing), printing)
  return `${set === undefined ? '' : ` CHARACTER SET ${spelled(set, printing)}`} COLLATE ${own}`
}

/** The words of a type that say something of its text, which is said behind it. */
const textWords =
  /\s+(?:(?:character\s+set|char\s+set|charset)\s*=?\s*(?:'[^']*'|"[^"]*"|\S+)|collate\s*=?\s*(?:'[^']*'|"[^"]*"|\S+)|binary|ascii|unicode)/gi

/** A type without what it says of its text. National types are the plain ones in another character set. */
export const bareType = (native: string): string =>
  native.replace(textWords, '').replace(/^(?:national\s+|nchar\s+(?=var)|n(?=(?:var)?char))/i, '')
