import type pg from 'pg'

/** A statement that is parsed once per connection; its parameters are all in binary form. */
export interface Statement {
  readonly sql: string
  /** Types of the parameters, by their oids. */
  readonly types: readonly number[]
  /** What the server calls it, once `by` was sent. */
  name: string | undefined
  by: Sending | undefined
}

/** What a statement is parsed with. Something written later may be sent before it. */
export interface Sending {
  readonly started: boolean
}

export const statement = (sql: string, types: readonly number[]): Statement => {
  return { sql, types, name: undefined, by: undefined }
}

/** Names of the statements that one connection has parsed. */
export class StatementNames {
  #known: Statement[] = []
  #next = 0
  #stale = false
  /** Counts how often all names were forgotten: what was written before that speaks of statements that are gone. */
  age = 0

  /** A name for a statement that is about to be parsed. */
  take(prepared: Statement, by: Sending): string {
    const name = `crosswalk_${this.#next++}`
    prepared.name = name
    prepared.by = by
    this.#known.push(prepared)
    return name
  }

  /** What the server will know the statement by when it comes to what `by` sends; undefined: it is to be parsed once more. */
  of(prepared: Statement, by: Sending): string | undefined {
    return prepared.by === by || prepared.by?.started ? prepared.name : undefined
  }

  /** Something that parses statements was written and never sent. */
  doubt(): void {
    this.#stale = true
  }

  /** After a failure nobody knows which of them were parsed; and a server must not keep any number of them. */
  async forget(client: pg.Client): Promise<void> {
    for (const prepared of this.#known) prepared.name = undefined
    this.#known = []
    this.#stale = false
    this.age++
    await client.query('DEALLOCATE ALL')
  }

  get mustForget(): boolean {
    return this.#stale || this.#known.length > 2000
  }
}
