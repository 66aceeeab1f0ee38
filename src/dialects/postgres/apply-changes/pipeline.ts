import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { isConnectionLoss } from '../errors.js'
import { MessageBuffer } from './messages.js'

/** A statement that is parsed once per connection; its parameters are all in binary form. */
export interface Statement {
  readonly sql: string
  /** Types of the parameters, by their oids. */
  readonly types: readonly number[]
  /** What the server calls it, once it was sent. */
  name: string | undefined
}

export const statement = (sql: string, types: readonly number[]): Statement => ({ sql, types, name: undefined })

/** Rows that a statement must touch; `any` when it does not matter. */
export type Expected = number | 'any'

/** A statement that failed, or touched another number of rows than it must. */
export class PipelineFault extends Error {
  override readonly name = 'PipelineFault'
  /** What was given to `add` along with the statement. */
  readonly tag: number

  constructor(tag: number, reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.tag = tag
  }
}

/** Bytes after which what was written goes to the socket, and bytes in the socket at which we wait. */
const sendAt = 128 * 1024
const waitAt = 8 * 1024 * 1024

const code = { parse: 0x50, bind: 0x42, execute: 0x45, sync: 0x53 } as const

/**
 * Many statements on one connection without waiting for each answer: a run of Parse, Bind and Execute with one Sync at the
 * end (manual, "Pipelining"). The driver's own queries queue up behind it.
 */
export class Pipeline {
  readonly #out = new MessageBuffer()
  readonly #names: StatementNames
  #socket: Duplex | undefined
  /** Per statement under way: its tag, the rows it must touch (−1: any), and the counter its rows go to. */
  readonly #tags: number[] = []
  readonly #expected: number[] = []
  readonly #counters: number[] = []
  #done = 0
  #fault: PipelineFault | undefined
  /** Nothing more will be answered. */
  #ended = false
  #closed: (() => void) | undefined
  /** Rows that statements have touched, by the counter given with each. */
  readonly rows: number[] = []

  private constructor(names: StatementNames) {
    this.#names = names
  }

  /** Resolves when the connection is ours. */
  static open(client: pg.Client, names: StatementNames): Promise<Pipeline> {
    const pipeline = new Pipeline(names)
    return new Promise((resolve, reject) => {
      client.query({
        submit: (connection) => {
          pipeline.#socket = connection.stream
          resolve(pipeline)
        },
        ...pipeline.#handlers(reject),
      })
    })
  }

  /**
   * Begins a statement: its parameters are written to what this returns, each with its length, and `run` follows.
   * `tag` names it when it fails.
   */
  bind(prepared: Statement): MessageBuffer {
    const name = prepared.name ?? this.#parse(prepared)
    const out = this.#out
    out.begin(code.bind)
    out.text('')
    out.text(name)
    out.int16(1)
    out.int16(1)
    out.int16(prepared.types.length)
    return out
  }

  run(tag: number, expected: Expected, counter: number): void {
    const out = this.#out
    out.int16(0)
    out.end()
    out.begin(code.execute)
    out.text('')
    out.int32(0)
    out.end()
    this.#tags.push(tag)
    this.#expected.push(expected === 'any' ? -1 : expected)
    this.#counters.push(counter)
    if (out.waiting >= sendAt) this.#send()
  }

  /** Something went wrong already: nothing more need be sent. */
  get failed(): boolean {
    return this.#fault !== undefined
  }

  get full(): boolean {
    return (this.#socket?.writableLength ?? 0) > waitAt
  }

  /** Resolves when the socket has taken what it was given, or is gone. */
  drained(): Promise<void> {
    const socket = this.#socket
    if (!socket || socket.destroyed || !this.full) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done)
        socket.off('close', done)
        resolve()
      }
      socket.once('drain', done)
      socket.once('close', done)
    })
  }

  /** Resolves when every statement has done what it must; rejects with the PipelineFault of the first that did not. */
  async finish(): Promise<void> {
    this.#out.begin(code.sync)
    this.#out.end()
    this.#send()
    if (!this.#ended)
      await new Promise<void>((resolve) => {
        this.#closed = resolve
      })
    if (this.#fault) throw this.#fault
  }

  #parse(prepared: Statement): string {
    const name = this.#names.take(prepared)
    const out = this.#out
    out.begin(code.parse)
    out.text(name)
    out.text(prepared.sql)
    out.int16(prepared.types.length)
    for (const type of prepared.types) out.int32(type)
    out.end()
    return name
  }

  #send(): void {
    for (const chunk of this.#out.take()) this.#socket?.write(chunk)
  }

  /** What the driver calls on the query that is under way. */
  #handlers(rejectOpen: (error: Error) => void) {
    return {
      handleCommandComplete: (message: { readonly text: string }) => this.#completed(message.text),
      handleDataRow: () => undefined,
      handleReadyForQuery: () => {
        this.#ended = true
        this.#closed?.()
      },
      /** The server passes over everything up to the Sync, which `finish` sends in any case. */
      handleError: (error: Error) => {
        rejectOpen(error)
        this.#ended = true
        const tag = this.#tags[this.#done] ?? -1
        if (!this.#fault || isConnectionLoss(error))
          this.#fault = new PipelineFault(tag, error.message, { cause: error })
        this.#closed?.()
      },
    }
  }

  #completed(text: string): void {
    const rows = rowsOf(text)
    const at = this.#done++
    const expected = this.#expected[at] ?? -1
    const counter = this.#counters[at] ?? 0
    this.rows[counter] = (this.rows[counter] ?? 0) + rows
    if (expected < 0 || rows === expected || this.#fault) return
    this.#fault = new PipelineFault(this.#tags[at] ?? -1, `${rows} rows instead of ${expected}`)
  }
}

/** The count at the end of `UPDATE 1`, `INSERT 0 1`; none is 0. */
function rowsOf(text: string): number {
  const count = Number(text.slice(text.lastIndexOf(' ') + 1))
  return Number.isNaN(count) ? 0 : count
}

/** Names of the statements that one connection has parsed. */
export class StatementNames {
  #known: Statement[] = []
  #next = 0

  /** A name for a statement that is about to be parsed. */
  take(prepared: Statement): string {
    prepared.name = `crosswalk_${this.#next++}`
    this.#known.push(prepared)
    return prepared.name
  }

  /** After a failure nobody knows which of them were parsed; and a server must not keep any number of them. */
  async forget(client: pg.Client): Promise<void> {
    for (const prepared of this.#known) prepared.name = undefined
    this.#known = []
    await client.query('DEALLOCATE ALL')
  }

  get tooMany(): boolean {
    return this.#known.length > 2000
  }
}
