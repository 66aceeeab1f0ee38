import { type Finding, finding } from '../../../core/findings/finding.js'
import { noOrigin, objectId, qname } from '../../../core/ir/names.js'
import type { ServerVersion } from '../../../core/ir/schema.js'
import type { Shown } from '../catalog/queries.js'
import { keepsCharset } from './object-statements.js'
import type { ReadObject } from './read-objects.js'
import { conditionalParts } from './show-table.js'
import { engineOf, replacedEngine } from './table-statements.js'

/** What the target has otherwise, or not at all. */
export function copyFindings(
  objects: readonly ReadObject[],
  source: ServerVersion,
  target: ServerVersion,
): readonly Finding[] {
  return objects.flatMap(({ object, shown }) => {
    if (!shown) return []
    const at = { object: objectId(object.kind, qname(object.schema, object.name)), origin: noOrigin }
    const what = `${object.kind} ${object.schema}.${object.name}`
    const table = `${object.schema}.${object.name}`
    const account = definerOf(shown)
    const engine = object.kind === 'table' ? engineOf(shown.text) : ''
    const passed = conditionalParts(shown.text).filter((part) => !isRead(part, source, target))
    return [
      ...(account === undefined ? [] : [finding('XW-C0660', at, { what, account })]),
      ...(replacedEngine(engine) ? [finding('XW-C0661', at, { table, engine })] : []),
      ...(passed.length > 0 ? [finding('XW-C0662', at, { what, parts: passed.join('; ') })] : []),
      ...(object.kind === 'table' && /\bWITH SYSTEM VERSIONING\b/.test(shown.text)
        ? [finding('XW-C0663', at, { table })]
        : []),
      ...(keepsCharset(shown) ? [] : [finding('XW-C0664', at, { what, charset: shown.charset ?? '' })]),
    ]
  })
}

/** Who a definition runs as. Quotes are those of the sql_mode under which it was made. */
const definerOf = ({ text }: Shown): string | undefined =>
  /^CREATE [^(]*?\bDEFINER\s*=\s*((?:`(?:[^`]|``)*`|"(?:[^"]|"")*")(?:@(?:`(?:[^`]|``)*`|"(?:[^"]|"")*"))?)/.exec(
    text,
  )?.[1]

/**
 * MySQL reads comments up to its own version; MariaDB too, but not those from 50700 to 99999, which are of servers that it
 * does not descend from (its manual, "Comment Syntax").
 */
function isRead(part: string, source: ServerVersion, target: ServerVersion): boolean {
  const number = Number(/^\d+/.exec(part)?.[0])
  const own = target.major * 10_000 + target.minor * 100 + target.patch
  if (source.flavour === target.flavour) return number <= own
  return target.flavour === 'mariadb' ? number < 50_700 : number <= own && number < 100_000
}
