import { lex } from '../../../../../grammars/oracle/lexer.js'
import { decodeName } from '../../../../../grammars/oracle/literals.js'
import { dotted, type Ident, type Origin, type QName } from '../../../../core/ir/names.js'
import { type CatalogDraft, inSchema } from './catalog.js'
import type { TriggerSwitches } from './trigger-switches.js'

interface RowTrigger {
  readonly name: QName
  readonly origin: Origin
}

/** `… INSERT … ON [schema .] table` of a trigger's head. */
const head =
  /^CREATE .*?\bTRIGGER .*?\b(?:BEFORE|AFTER|FOR)\b .*?\bINSERT\b .*?\bON (?:("[^"]+"|[^ ]+) \. )?("[^"]+"|[^ ]+)/i

/** The triggers that fire for rows which a script inserts behind them. Rows are loaded without them. */
export class RowTriggers {
  private readonly byTable = new Map<string, RowTrigger[]>()
  private readonly said = new Set<string>()

  constructor(
    private readonly draft: CatalogDraft,
    private readonly switches: TriggerSwitches,
  ) {}

  /** Takes the text of a trigger that was made. */
  add(text: string, name: QName, origin: Origin, schema: Ident): void {
    const images = lex(text.slice(0, 2000)).tokens.map(({ image }) => image)
    const found = head.exec(images.join(' '))
    if (!found?.[2]) return
    const owner = found[1] ? decodeName(found[1]) : undefined
    const table = dotted(inSchema({ ...(owner ? { schema: owner } : {}), name: decodeName(found[2]) }, schema))
    this.byTable.set(table, [...(this.byTable.get(table) ?? []), { name, origin }])
  }

  /** Says once per table that a trigger would have fired. */
  look(tables: readonly QName[], say: (table: QName, trigger: string) => void): void {
    if (this.byTable.size === 0) return
    for (const table of tables) {
      const key = dotted(table)
      const fired = this.said.has(key) ? undefined : this.byTable.get(key)?.find((each) => this.isOn(each, table))
      if (!fired) continue
      this.said.add(key)
      say(table, fired.name.name.text)
    }
  }

  private isOn({ name, origin }: RowTrigger, table: QName): boolean {
    const held = this.draft.find(name, 'trigger')
    if (held?.origin !== origin) return false
    return !(
      this.switches.stateOf(origin, table) ??
      /\bDISABLE\b/i.test('text' in held ? String(held.text).slice(0, 2000) : '')
    )
  }
}
