import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import type { Ident, Origin, QName } from '../../../../core/ir/names.js'
import { type CatalogDraft, inSchema } from './catalog.js'

interface Switch {
  /** Absent: all triggers of a table. */
  readonly table?: QName
  /** The triggers that there were, as they were written: one that is made again runs again. */
  readonly triggers: ReadonlySet<Origin>
  readonly isOff: boolean
}

const one = /^ALTER TRIGGER (.+) (ENABLE|DISABLE)$/
const all = /^ALTER TABLE (.+) (ENABLE|DISABLE) ALL TRIGGERS$/

/** ALTER TRIGGER … DISABLE and ALTER TABLE … DISABLE ALL TRIGGERS of one script, and the same with ENABLE. */
export class TriggerSwitches {
  private readonly switches: Switch[] = []

  /** Takes a statement that is one of them. */
  take(text: string, draft: CatalogDraft, schema: Ident): boolean {
    const images = lex(text.slice(0, 1000)).tokens.map(({ image }) => image)
    const words = images.map((image) => (image.startsWith('"') ? image : image.toUpperCase())).join(' ')
    const found = one.exec(words) ?? all.exec(words)
    const isAll = all.test(words)
    if (!found) return false
    const [first, second] = images.slice(2).filter((image) => image !== '.')
    const isQualified = images[3] === '.'
    const name = inSchema(
      isQualified && first && second
        ? { schema: decodeName(first), name: decodeName(second) }
        : { name: decodeName(first ?? '') },
      schema,
    )
    const held = isAll ? draft.triggers() : [draft.find(name, 'trigger')]
    const triggers = new Set(held.flatMap((each) => (each ? [each.origin] : [])))
    if (!isAll && triggers.size === 0) return false
    this.switches.push({ ...(isAll ? { table: name } : {}), triggers, isOff: found[2] === 'DISABLE' })
    return true
  }

  /** What was said last of a trigger; undefined: nothing. */
  stateOf(trigger: Origin, table: QName): boolean | undefined {
    const isMeant = (each: Switch): boolean =>
      each.triggers.has(trigger) && (!each.table || each.table.name.text === table.name.text)
    return this.switches.findLast(isMeant)?.isOff
  }
}
