import type { ServerResponse } from 'node:http'
import type { TaskCard } from './cards.js'
import type { Operation } from './operations.js'

/** Milliseconds between two signs of life: who hears none for longer knows nothing. */
const beatEvery = 5000
const mostListeners = 100
const keptOperations = 50

interface Listener {
  readonly response: ServerResponse
  /** False: its session has ended. */
  readonly isAllowed: () => boolean
}

/**
 * Those who watch, by server-sent events. Whoever comes gets the whole state first and then what changes: nothing has to be replayed.
 * A life cycle of one server.
 */
export class Hub {
  readonly #listeners = new Set<Listener>()
  readonly #timer: NodeJS.Timeout
  #cards: ReadonlyMap<string, string> = new Map()
  /** Texts of the latest ones by their ids, oldest first: who was away when one ended must hear of it. */
  readonly #operations = new Map<string, string>()

  constructor() {
    this.#timer = setInterval(() => this.#send('beat', JSON.stringify({ at: new Date().toISOString() })), beatEvery)
    this.#timer.unref()
  }

  get size(): number {
    return this.#listeners.size
  }

  hasRoom(): boolean {
    return this.#listeners.size < mostListeners
  }

  add(response: ServerResponse, isAllowed: () => boolean): void {
    const listener = { response, isAllowed }
    this.#listeners.add(listener)
    response.once('close', () => this.#listeners.delete(listener))
    const at = JSON.stringify(new Date().toISOString())
    const tasks = [...this.#cards.values()].join(',')
    const operations = [...this.#operations.values()].reverse().join(',')
    write(response, 'snapshot', `{"at":${at},"tasks":[${tasks}],"operations":[${operations}]}`)
  }

  tasks(cards: readonly TaskCard[]): void {
    const fresh = new Map(cards.map((card) => [card.name, JSON.stringify(card)]))
    for (const name of this.#cards.keys()) if (!fresh.has(name)) this.#send('gone', JSON.stringify({ name }))
    for (const [name, text] of fresh) if (this.#cards.get(name) !== text) this.#send('task', text)
    this.#cards = fresh
  }

  readonly operation = (operation: Operation): void => {
    const text = JSON.stringify(operation)
    this.#operations.delete(operation.id)
    this.#operations.set(operation.id, text)
    for (const id of [...this.#operations.keys()].slice(0, -keptOperations)) this.#operations.delete(id)
    this.#send('operation', text)
  }

  close(): void {
    clearInterval(this.#timer)
    for (const { response } of this.#listeners) response.end()
  }

  #send(event: string, data: string): void {
    for (const { response, isAllowed } of this.#listeners) {
      // A reader that does not read is let go; it comes back and begins anew.
      if (!isAllowed() || response.writableLength > 4 * 1024 * 1024) response.end()
      else write(response, event, data)
    }
  }
}

const write = (response: ServerResponse, event: string, data: string): void =>
  void response.write(`event: ${event}\ndata: ${data}\n\n`)
