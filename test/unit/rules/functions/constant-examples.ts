import { readTableFiles } from '../../../../src/rules/functions/read.js'
import { isRecord, readTable, rowValue } from '../../../../src/rules/load/table.js'

export interface ConstantExample {
  readonly rule: string
  /** Servers that the rule is for. */
  readonly versions?: string
  readonly in: string
  /** The value the source server gives, as its manual says or its client prints it. */
  readonly value: string | null
}

/** Examples of the read tables whose arguments are constants and whose value is known. */
export const constantExamples: readonly ConstantExample[] = readTableFiles('mysql')
  .flatMap((file) => readTable(file).rows)
  .map(rowValue)
  .flatMap((rule) =>
    (Array.isArray(rule['examples']) ? rule['examples'] : []).filter(isRecord).flatMap((each) => {
      const value = each['value']
      if (typeof value !== 'string' && value !== null) return []
      const versions = typeof rule['versions'] === 'string' ? { versions: rule['versions'] } : {}
      return [{ rule: String(rule['id']), ...versions, in: String(each['in']), value }]
    }),
  )
