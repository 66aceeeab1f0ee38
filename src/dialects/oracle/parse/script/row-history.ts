import { type FindingSink, finding } from '../../../../core/findings/finding.js'
import { dotted, type ObjectId, type Origin, objectId, type QName } from '../../../../core/ir/names.js'
import type { Table } from '../../../../core/ir/schema.js'
import type { CatalogDraft } from './catalog.js'
import { type RowChange, rowChange } from './row-changes.js'
import { RowTriggers } from './row-triggers.js'
import { type Placed, ScriptRows } from './rows.js'
import type { ScriptSession } from './session.js'
import { commitsItself, ScriptTransaction, transactionStep } from './transactions.js'
import type { TriggerSwitches } from './trigger-switches.js'

/** A change of rows that was not run; said when it is not taken back. */
interface Untrue {
  readonly table: QName
  readonly kind: string
  readonly origin: Origin
}

interface At {
  readonly object: ObjectId
  readonly origin: Origin
}

export interface HistoryOptions {
  readonly session: ScriptSession
  readonly draft: CatalogDraft
  readonly sink: FindingSink
  readonly switches: TriggerSwitches
}

/** Which rows of a script are there in the end: what its transactions, its changes and its client make of them. */
export class RowHistory {
  readonly rows: ScriptRows
  readonly triggers: RowTriggers
  private readonly transaction: ScriptTransaction<Untrue>
  /** Tables whose rows a statement changed after they were there. */
  private readonly untrue = new Set<string>()
  /** What a slash runs again, when it is an INSERT. */
  private last:
    | { readonly statement: string; readonly tables: readonly QName[]; readonly run: () => boolean }
    | undefined
  private inserted: QName[] = []

  constructor(private readonly options: HistoryOptions) {
    const { session, draft, switches } = options
    this.rows = new ScriptRows(session, {
      added: (table) => this.inserted.push(table),
      step: (text) => this.step(text, undefined),
    })
    this.transaction = new ScriptTransaction(() => this.rows.mark())
    this.triggers = new RowTriggers(draft, switches)
  }

  /** Runs a statement that writes rows out. False: it is none. */
  insert(run: (rows: ScriptRows) => boolean, { text }: Placed, origin: () => Origin): boolean {
    this.inserted = []
    if (!run(this.rows)) return false
    const tables = this.inserted
    this.last = { statement: shown(text), tables, run: () => run(this.rows) }
    this.triggers.look(tables, (table, trigger) => {
      const at = { object: objectId('table', table), origin: origin() }
      this.options.sink.add(finding('XW-P0233', at, { table: dotted(table), trigger }))
    })
    if (this.options.session.commitsStatement()) this.commit()
    return true
  }

  /** A statement that is no INSERT of rows: a slash runs that one. */
  other(): void {
    this.last = undefined
  }

  /** A slash, or RUN, behind a statement that has run (SQL*Plus User's Guide, "/ (slash)"). */
  again(at: At): void {
    if (!this.last) return
    const { statement, tables, run } = this.last
    const refused = tables.some((table) => isKeyed(this.options.draft.table(table)))
    this.rows.interrupt()
    if (!refused) run()
    this.rows.interrupt()
    const effect = refused ? 'fails, for its key is there already' : 'writes its rows once more'
    this.options.sink.add(finding('XW-P0232', at, { statement, effect }))
  }

  /** COMMIT, ROLLBACK and SAVEPOINT. False: the text is none of them. */
  step(text: string, at: At | undefined): boolean {
    const step = transactionStep(text)
    if (step?.kind === 'commit') this.commit()
    else if (step?.kind === 'savepoint') this.transaction.savepoint(step.name)
    else if (step) {
      if (at && this.transaction.isUnclear) this.sayUnclear('ROLLBACK', at)
      const back = this.transaction.rollback(step.to)
      if (back) this.rows.backTo(back.rows)
      for (const { table } of back?.unsaid ?? []) this.untrue.delete(dotted(table))
    }
    return step !== undefined
  }

  commit(): void {
    for (const { table, kind, origin } of this.transaction.commit()) {
      const at = { object: objectId('table', table), origin }
      this.options.sink.add(finding('XW-P0217', at, { statement: kind, table: dotted(table) }))
    }
  }

  /** A statement that may be a definition, which ends the transaction. */
  define(text: string): void {
    if (commitsItself(text)) this.commit()
  }

  /** A program ran: what it ends is not known. */
  program(text: string, at: At): void {
    if (this.rows.grewSince(this.transaction.began) && /\bROLLBACK\b/i.test(text)) this.sayUnclear(shown(text), at)
    this.transaction.mayEnd()
  }

  private sayUnclear(statement: string, at: At): void {
    if (!this.rows.grewSince(this.transaction.began)) return
    this.options.sink.add(finding('XW-P0231', at, { statement }))
  }

  /** What a statement does to the rows in front of it; undefined: none that are known. */
  change(text: string, origin: Origin): (RowChange & { readonly kind: string }) | undefined {
    const change = rowChange(text, this.options.session.schema)
    if (!change || !this.rows.has(change.table)) return undefined
    const kind = text.slice(0, 8).split(/\s/, 1)[0]?.toUpperCase() ?? ''
    if (change.effect === 'all') this.rows.forget(change.table, kind === 'DROP')
    else if (!this.untrue.has(dotted(change.table))) {
      this.untrue.add(dotted(change.table))
      this.transaction.say({ table: change.table, kind, origin })
    }
    return { ...change, kind }
  }
}

const shown = (text: string): string => text.slice(0, 60).replace(/\s+/g, ' ')

/** Whether the same row cannot come twice: its key is not numbered by the table itself. */
function isKeyed(table: Table | undefined): boolean {
  if (!table) return false
  const numbered = new Set(table.columns.filter(({ identity }) => identity).map(({ name }) => name.text))
  const keys = [
    ...table.constraints.flatMap((each) =>
      each.kind === 'primaryKey' || each.kind === 'unique' ? [each.columns] : [],
    ),
    ...table.indexes.flatMap(({ unique, parts }) =>
      unique ? [parts.flatMap(({ expr }) => (expr.kind === 'column' ? expr.path.slice(-1) : []))] : [],
    ),
  ]
  return keys.some((columns) => columns.every(({ text }) => !numbered.has(text)))
}
