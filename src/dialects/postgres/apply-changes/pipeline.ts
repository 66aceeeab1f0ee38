import type { Duplex } from 'node:stream'
import type pg from 'pg'
import type { Tuple } from '../../../core/data/changes.js'
import { fileHead, longestMessage } from '../data/copy-in.js'
import { isConnectionLoss } from '../errors.js'
import { MessageBuffer } from './messages.js'
import type { Statement, StatementNames } from './statements.js'

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

const code = { parse: 0x50, bind: 0x42, execute: 0x45, sync: 0x53, copyData: 0x64, copyDone: 0x63 } as const

/** Bytes of rows after which a message of a COPY ends. */
const copyMessage = 64 * 1024

/**
 * Many statements on one connection without waiting for each answer: a run of Parse, Bind and Execute with one Sync at the
 * end (manual, "Pipelining"). They may be written before the connection is free; the driver's own queries queue up behind
 * them. Data of a COPY follow its Execute unasked: a server that does not want them passes over them up to the Sync (manual,
 * "COPY Operations").
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

  readonly #sending = { started: false }
  /** What the last row that a statement gave holds, as text. */
  answer: readonly (string | null)[] = []

  constructor(names: StatementNames) {
    this.#names = names
  }

  /** What was written goes to the server from now on. */
  start(client: pg.Client): void {
    this.#sending.started = true
    client.query({
      submit: (connection: pg.Connection) => {
        this.#socket = connection.stream
        this.#send()
      },
      ...this.#handlers(),
    })
  }

  /**
   * Begins a statement: its parameters are written to what this returns, each with its length, and `run` follows.
   * `tag` names it when it fails.
   */
  bind(prepared: Statement): MessageBuffer {
    const name = this.#names.of(prepared, this.#sending) ?? this.#parse(prepared)
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

  /** Rows in binary form as the data of a COPY; each of them must go in. */
  copy(prepared: Statement, width: number, rows: readonly Tuple[], tag: number, counter: number): void {
    const out = this.#out
    this.bind(prepared)
    this.run(tag, rows.length, counter)
    out.begin(code.copyData)
    out.put(fileHead, 0, fileHead.length)
    let from = out.waiting
    for (const row of rows) {
      if (out.waiting - from > copyMessage) from = this.#nextCopyData()
      out.int16(width)
      for (let at = 0; at < row.length; at += longestMessage) {
        if (at > 0) from = this.#nextCopyData()
        out.put(row, at, Math.min(row.length, at + longestMessage))
      }
    }
    out.int16(-1)
    out.end()
    out.begin(code.copyDone)
    out.end()
  }

  #nextCopyData(): number {
    this.#out.end()
    if (this.#out.waiting >= sendAt) this.#send()
    this.#out.begin(code.copyData)
    return this.#out.waiting
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
    const name = this.#names.take(prepared, this.#sending)
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
    const socket = this.#socket
    if (!socket) return
    socket.cork()
    for (const chunk of this.#out.take()) socket.write(chunk)
    socket.uncork()
  }

  /** What the driver calls on the query that is under way. */
  #handlers() {
    return {
      handleCommandComplete: (message: { readonly text: string }) => this.#completed(message.text),
      handleDataRow: (message: { readonly fields: readonly (string | null)[] }) => {
        this.answer = message.fields
      },
      handleCopyInResponse: () => undefined,
      handleReadyForQuery: () => {
        this.#ended = true
        this.#closed?.()
      },
      /** The server passes over everything up to the Sync, which `finish` sends in any case. */
      handleError: (error: Error) => {
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
