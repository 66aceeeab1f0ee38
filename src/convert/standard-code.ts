import type { Dialect } from '../core/dialect/dialect.js'
import type { Catalog, ServerVersion } from '../core/ir/schema.js'
import type { CodeSettings } from './code/code-context.js'
import { createCodeConverter } from './code/code-converter.js'
import type { FunctionPort } from './code/function-port.js'
import type { CodeFactory } from './code-port.js'

export interface StandardCodeOptions {
  readonly source: Catalog
  readonly from: Dialect
  readonly to: Dialect
  readonly targetVersion: ServerVersion
  readonly functions: FunctionPort
  readonly settings?: Partial<CodeSettings>
}

/** The code converter as the pipeline wants it: made once names and types are known. */
export const standardCode =
  ({ from, to, ...rest }: StandardCodeOptions): CodeFactory =>
  (target) =>
    createCodeConverter({ ...rest, sourceDialect: from, targetDialect: to, target })
