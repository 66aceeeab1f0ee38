import type { Role } from './rights.js'
import { isSame, secret } from './tokens.js'

export interface Session {
  readonly id: string
  readonly role: Role
  /** Writes must repeat it in a header, which no other origin can set. */
  readonly csrf: string
  readonly openedAt: number
  usedAt: number
}

/** Milliseconds. An open event stream counts as use. */
const idle = 60 * 60_000
const absolute = 12 * 60 * 60_000
/** Failed sign-ins that are taken in a minute, over all callers: everybody comes from one machine. */
const attempts = 10

/** Sessions of the console, in memory: a server that is started anew asks for the token again. */
export class Sessions {
  readonly #open = new Map<string, Session>()
  readonly #clock: () => number
  #failures: number[] = []

  constructor(clock: () => number = Date.now) {
    this.#clock = clock
  }

  open(role: Role): Session {
    const now = this.#clock()
    const session = { id: secret(), role, csrf: secret(), openedAt: now, usedAt: now }
    this.#open.set(session.id, session)
    return session
  }

  find(id: string): Session | undefined {
    const now = this.#clock()
    const session = [...this.#open.values()].filter((one) => isSame(id, one.id))[0]
    if (!session) return undefined
    if (now - session.usedAt > idle || now - session.openedAt > absolute) {
      this.#open.delete(session.id)
      return undefined
    }
    session.usedAt = now
    return session
  }

  close(id: string): void {
    this.#open.delete(id)
  }

  failed(): void {
    this.#failures.push(this.#clock())
  }

  /** Seconds until another sign-in is looked at; 0: now. */
  wait(): number {
    const now = this.#clock()
    this.#failures = this.#failures.filter((at) => now - at < 60_000)
    const first = this.#failures[0]
    return first === undefined || this.#failures.length < attempts ? 0 : Math.ceil((first + 60_000 - now) / 1000)
  }
}
