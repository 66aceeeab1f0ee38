import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident, Origin, QName } from '../../../../core/ir/names.js'
import type { Check, IndexPart, Option, Partition, Partitioning, RefAction, View } from '../../../../core/ir/schema.js'
import type { NativeType } from '../../../../core/ir/types.js'

/**
 * What one statement says, before anything around it is known. Character sets, schemas and key names come from the
 * context, so a statement is first lowered to one of these and then folded into the catalogue.
 */
export type Statement =
  | CreateTable
  | CreateIndex
  | AlterTable
  | Drop
  | RenameTables
  | CreateView
  | CreateSequence
  | SetSequence
  | CreateDatabase
  | UseDatabase
  | SetSettings
  | CreateProgram
  | CreateUnmodelled
  | DataStatement
  | OtherStatement
  | Truncate

export interface StatementBase {
  readonly origin: Origin
}

export interface TypeDraft {
  readonly native: NativeType
  /** As written. */
  readonly text: string
  readonly origin: Origin
  /** SERIAL: BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE. */
  readonly serial: boolean
}

export interface ColumnDraft {
  readonly name: Ident
  readonly type: TypeDraft
  readonly origin: Origin
  /** Absent: not said. */
  readonly nullable?: boolean
  readonly default?: Expr
  readonly onUpdate?: Expr
  readonly autoIncrement: boolean
  readonly generated?: { readonly expr: Expr; readonly stored: boolean }
  readonly visible: boolean
  readonly comment?: string
  readonly options: readonly Option[]
  readonly key?: 'primary' | 'unique'
  readonly checks: readonly Check[]
  readonly references?: ReferenceDraft
}

export interface ReferenceDraft {
  readonly target: QName
  readonly targetColumns: readonly Ident[]
  readonly onDelete?: RefAction
  readonly onUpdate?: RefAction
  readonly match: 'simple' | 'full' | 'partial'
  readonly origin: Origin
}

export type KeyForm = 'primary' | 'unique' | 'index' | 'fulltext' | 'spatial' | 'vector'

export interface KeyDraft {
  readonly kind: 'key'
  readonly form: KeyForm
  /** Of CONSTRAINT name; wins over the index name. */
  readonly constraintName?: Ident
  readonly name?: Ident
  readonly method?: string
  readonly parts: readonly IndexPart[]
  readonly visible: boolean
  readonly comment?: string
  readonly options: readonly Option[]
  readonly origin: Origin
  readonly ifNotExists: boolean
}

export interface ForeignKeyDraft {
  readonly kind: 'foreignKey'
  readonly constraintName?: Ident
  readonly indexName?: Ident
  readonly columns: readonly Ident[]
  readonly reference: ReferenceDraft
  readonly origin: Origin
}

export interface CheckDraft {
  readonly kind: 'check'
  readonly check: Check
}

export interface ColumnElement {
  readonly kind: 'column'
  readonly column: ColumnDraft
}

export interface PeriodDraft {
  readonly kind: 'period'
  readonly option: Option
}

export type TableElement = ColumnElement | KeyDraft | ForeignKeyDraft | CheckDraft | PeriodDraft

/** Table options, taken apart as far as the reader itself needs them. */
export interface TableOptions {
  readonly options: readonly Option[]
  readonly comment?: string
  readonly charset?: string
  readonly collation?: string
  readonly autoIncrement?: bigint
  readonly engine?: string
}

export interface CreateTable extends StatementBase {
  readonly kind: 'createTable'
  readonly name: QName
  readonly temporary: boolean
  readonly orReplace: boolean
  readonly ifNotExists: boolean
  readonly elements: readonly TableElement[]
  readonly options: TableOptions
  readonly partitioning?: Partitioning
  readonly like?: QName
  /** Text of the query of CREATE TABLE … SELECT. */
  readonly select?: string
}

export interface CreateIndex extends StatementBase {
  readonly kind: 'createIndex'
  readonly table: QName
  readonly key: KeyDraft
  readonly orReplace: boolean
}

export interface AlterTable extends StatementBase {
  readonly kind: 'alterTable'
  readonly name: QName
  readonly ifExists: boolean
  readonly actions: readonly AlterAction[]
}

export type Place = 'first' | { readonly after: Ident }

export type AlterAction = { readonly origin: Origin } & (
  | { readonly kind: 'addColumn'; readonly column: ColumnDraft; readonly place?: Place; readonly ifNotExists: boolean }
  | { readonly kind: 'add'; readonly element: TableElement; readonly ifNotExists: boolean }
  | {
      readonly kind: 'changeColumn'
      readonly name: Ident
      readonly column: ColumnDraft
      readonly place?: Place
      readonly ifExists: boolean
    }
  | { readonly kind: 'renameColumn'; readonly name: Ident; readonly to: Ident; readonly ifExists: boolean }
  | { readonly kind: 'setDefault'; readonly name: Ident; readonly value: Expr | undefined; readonly ifExists: boolean }
  | { readonly kind: 'columnVisibility'; readonly name: Ident; readonly visible: boolean }
  | { readonly kind: 'indexVisibility'; readonly name: Ident; readonly visible: boolean }
  | { readonly kind: 'checkEnforcement'; readonly name: Ident; readonly enforced: boolean }
  | {
      readonly kind: 'drop'
      readonly what: 'column' | 'index' | 'primaryKey' | 'foreignKey' | 'check' | 'constraint' | 'period'
      readonly name?: Ident
      readonly ifExists: boolean
    }
  | { readonly kind: 'renameIndex'; readonly name: Ident; readonly to: Ident }
  | { readonly kind: 'renameTable'; readonly to: QName }
  | { readonly kind: 'convert'; readonly charset?: string; readonly collation?: string }
  | { readonly kind: 'options'; readonly options: TableOptions }
  | { readonly kind: 'partitionBy'; readonly partitioning: Partitioning }
  | { readonly kind: 'addPartitions'; readonly partitions: readonly Partition[]; readonly count?: number }
  | { readonly kind: 'dropPartitions'; readonly names: readonly Ident[]; readonly ifExists: boolean }
  | { readonly kind: 'reorganize'; readonly names: readonly Ident[]; readonly partitions: readonly Partition[] }
  | { readonly kind: 'removePartitioning' }
  | { readonly kind: 'noEffect'; readonly text: string }
  /** Understood as text only; the table that results may differ. */
  | { readonly kind: 'unknown'; readonly text: string }
)

export interface Drop extends StatementBase {
  readonly kind: 'drop'
  readonly what: 'table' | 'view' | 'sequence' | 'database' | 'index' | 'program' | 'other'
  /** For a program: routine form, trigger or event. */
  readonly program?: ProgramForm
  readonly names: readonly QName[]
  readonly ifExists: boolean
  /** For DROP INDEX … ON. */
  readonly table?: QName
}

export interface RenameTables extends StatementBase {
  readonly kind: 'renameTables'
  readonly pairs: readonly { readonly from: QName; readonly to: QName }[]
}

export interface CreateView extends StatementBase {
  readonly kind: 'createView'
  readonly name: QName
  readonly orReplace: boolean
  readonly ifNotExists: boolean
  readonly alter: boolean
  readonly view: Pick<View, 'columns' | 'query' | 'security' | 'options'> & Pick<Partial<View>, 'checkOption'>
}

export interface SequenceDraft {
  readonly start?: bigint
  readonly restart?: bigint
  readonly increment?: bigint
  readonly min?: bigint
  readonly max?: bigint
  readonly cache?: bigint
  readonly cycle?: boolean
}

export interface CreateSequence extends StatementBase {
  readonly kind: 'createSequence'
  readonly name: QName
  readonly orReplace: boolean
  readonly ifNotExists: boolean
  readonly alter: boolean
  readonly sequence: SequenceDraft
  readonly options: TableOptions
}

/** `SELECT SETVAL(s, value, used)`: what a dump writes after CREATE SEQUENCE. */
export interface SetSequence extends StatementBase {
  readonly kind: 'setSequence'
  readonly name: QName
  readonly value: bigint
  readonly used: boolean
}

export interface CreateDatabase extends StatementBase {
  readonly kind: 'createDatabase'
  /** Absent: ALTER DATABASE of the current one. */
  readonly name?: Ident
  readonly alter: boolean
  readonly options: TableOptions
}

export interface UseDatabase extends StatementBase {
  readonly kind: 'use'
  readonly name: Ident
}

export interface SetSettings extends StatementBase {
  readonly kind: 'set'
  /** Lower-case names without scope; `names` and `character set` for those forms. Undefined: not a plain literal. */
  readonly assignments: readonly { readonly name: string; readonly value: string | undefined }[]
}

export type ProgramForm = 'function' | 'procedure' | 'package' | 'packageBody' | 'trigger' | 'event'

/** Only the head is read; the body stays text. */
export interface CreateProgram extends StatementBase {
  readonly kind: 'createProgram'
  readonly form: ProgramForm
  readonly name: QName
  readonly orReplace: boolean
  readonly ifNotExists: boolean
  readonly options: readonly Option[]
  readonly comment?: string
  readonly text: string
  readonly trigger?: {
    readonly table: QName
    readonly timing: 'before' | 'after'
    readonly events: readonly ('insert' | 'update' | 'delete')[]
  }
}

export interface CreateUnmodelled extends StatementBase {
  readonly kind: 'createUnmodelled'
  readonly what: string
  readonly name: QName
  readonly text: string
}

/** INSERT, REPLACE, LOAD DATA: the loader reads the rows. */
export interface DataStatement extends StatementBase {
  readonly kind: 'data'
  readonly what: string
  readonly table: QName | undefined
  /** False for INSERT … SELECT and LOAD DATA: there are no rows in the text. */
  readonly rowsInText: boolean
}

/** Recognised and not acted upon. */
export interface OtherStatement extends StatementBase {
  readonly kind: 'other'
  readonly what: string
  /** `data`: could change rows; `rights`: users and grants; `none`: nothing to convert. */
  readonly effect: 'data' | 'rights' | 'none'
}

/** Empties a table: the rows of the script before it count no more. */
export interface Truncate extends StatementBase {
  readonly kind: 'truncate'
  readonly table: QName
}
