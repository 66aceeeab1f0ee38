import type pg from 'pg'

/** A statement that is parsed once per connection; its parameters are all in binary form. */
export interface Statement {
  readonly sql: string
  /** Types of the parameters, by their oids. */
  readonly types: readonly number[]
  /** What the server calls it, once it was sent. */
  name: string | undefined
}

export const statement = (sql: string, types: readonly number[]): Statement => ({ sql, types, name: undefined })

/** Names of the statements that one connection has parsed. */
export class StatementNames {
  #known: Statement[] = []
  #next = 0
  #stale = false
  /** Counts how often all names were forgotten: what was written before that speaks of statements that are gone. */
  age = 0

  /** A name for a statement that is about to be parsed. */
  take(prepared: Statement): string {
    prepared.name = `crosswalk_${this.#next++}`
    this.#known.push(prepared)
    return prepared.name
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
