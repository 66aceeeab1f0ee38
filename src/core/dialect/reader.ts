import type { DataSegment } from '../data/segment.js'
import type { Report } from '../findings/finding.js'
import type { Expr } from '../ir/expr.js'
import type { Catalog, ServerVersion } from '../ir/schema.js'
import type { TypeRef } from '../ir/types.js'
import type { SourceText } from '../text/source.js'
import type { Endpoint } from './endpoint.js'

/** A file of a script, read by whoever asks; `chunks` may be opened more than once. */
export interface ScriptFile {
  readonly path: string
  readonly size: number
  chunks(): AsyncIterable<Uint8Array>
}

export interface ReadScriptOptions {
  /** Schema for objects that name none and are under no USE. */
  readonly defaultSchema: string
  readonly version?: ServerVersion
  readonly signal?: AbortSignal
}

export interface ReadResult {
  readonly catalog: Catalog
  readonly sources: ReadonlyMap<string, SourceText>
  /** Statements that make no object, for the ledger. `applied`: it changed objects that stand in the catalogue (ALTER, DROP, RENAME). */
  readonly statements: readonly {
    readonly kind: string
    readonly handling: 'data' | 'setting' | 'applied' | 'ignored'
    readonly count: number
  }[]
  /** Where the rows are, in file order. Empty for a live source. */
  readonly data: readonly DataSegment[]
  /** Bytes of text that were read and of those, how many were understood. */
  readonly coverage: { readonly bytes: number; readonly understood: number }
}

export interface ScriptParser {
  readScript(files: readonly ScriptFile[], options: ReadScriptOptions): Promise<Report<ReadResult>>
  /** One expression; with `holes`, `$x` is a hole. Throws a SyntaxError with an offset on bad text: rules are ours. */
  parseExpr(text: string, options?: { readonly holes?: boolean }): Expr
  /** One type as written in a column definition. */
  parseType(text: string): TypeRef
}

export interface CatalogReader {
  /** Least privilege: only what the user of the endpoint may see; what it may not see is a finding. */
  read(
    endpoint: Endpoint,
    options: { readonly schemas: readonly string[]; readonly signal?: AbortSignal },
  ): Promise<Report<ReadResult>>
}
