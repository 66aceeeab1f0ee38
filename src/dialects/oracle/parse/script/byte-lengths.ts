import { type Finding, finding } from '../../../../core/findings/finding.js'
import type { Origin } from '../../../../core/ir/names.js'
import type { Table } from '../../../../core/ir/schema.js'

/** Text whose length counts bytes when nothing says CHAR; types with an N in front always count characters. */
const limited = /^(?:VARCHAR2?|CHAR(?:ACTER)?(?: VARYING)?)\s*\(\s*\d+\s*(BYTE|CHAR)?\s*\)/i

/** Columns of a script whose lengths count bytes (SQL Language Reference, "VARCHAR2 Data Type"); the target counts characters. */
export class ByteLengths {
  private readonly columns = new Map<string, { object: Table['id']; origin: Origin; column: string }>()

  /** Looks at a table as a statement has left it; a column counts as the session did when it came. */
  look({ id, columns, origin }: Table, before: Table | undefined, countsBytes: boolean): void {
    for (const { name, type } of columns) {
      const old = before?.columns.find((each) => each.name.text === name.text)
      if (old?.type.native === type.native) continue
      const found = limited.exec(type.native)
      const key = `${id}.${name.text}`
      this.columns.delete(key)
      if (!found || !(found[1] ? /^byte$/i.test(found[1]) : countsBytes)) continue
      this.columns.set(key, { object: id, origin, column: name.text })
    }
  }

  /** Said once for all of them. */
  findings(): readonly Finding[] {
    const [first] = this.columns.values()
    if (!first) return []
    const { column, ...at } = first
    return [finding('XW-T0025', at, { columns: this.columns.size, column })]
  }
}
