import type { Dialect } from '../core/dialect/dialect.js'
import type { Catalog, ServerVersion } from '../core/ir/schema.js'
import { loadFunctionRules } from '../rules/functions/read.js'
import { loadWriteRules } from '../rules/functions/write.js'
import type { CodeSettings } from './code/code-context.js'
import { createCodeConverter } from './code/code-converter.js'
import { functionPort } from './code/function-port.js'
import type { CodeFactory } from './code-port.js'

export interface StandardCodeOptions {
  readonly source: Catalog
  readonly from: Dialect
  readonly to: Dialect
  readonly targetVersion: ServerVersion
  readonly settings?: Partial<CodeSettings>
}

/** The code converter with the function tables of both dialects; made once names and types are known. */
export async function standardCode(options: StandardCodeOptions): Promise<CodeFactory> {
  const { from, to, source, targetVersion, settings } = options
  const parser = await from.parser?.()
  const functions = functionPort({
    read: loadFunctionRules(from.id, (text, { holes }) => {
      if (!parser) throw new Error(`${from.id} has no parser for the patterns of its function rules`)
      return parser.parseExpr(text, { holes })
    }),
    write: loadWriteRules(to.id, to.names.quoteIfNeeded),
    sourceVersion: source.version,
    targetVersion,
  })
  const base = { source, sourceDialect: from, targetDialect: to, targetVersion, functions }
  return (target) => createCodeConverter({ ...base, target, ...(settings ? { settings } : {}) })
}
