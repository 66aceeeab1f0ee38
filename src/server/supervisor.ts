import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { TaskRecord } from '../project/model.js'
import { settled } from '../project/states.js'
import type { ProjectStore } from '../project/store.js'

/** Milliseconds that tasks have for their checkpoint when the server ends; less than the process itself has. */
const grace = 18_000

const kept = z.strictObject({
  /** Since when each is wanted, ms since 1970. */
  tasks: z.record(z.string(), z.number()),
  /** The server itself stopped them, and nobody else. */
  areStopped: z.boolean(),
})

/**
 * Which tasks the server is to keep running, in a file: a server that is started anew resumes those that it stopped itself and those
 * whose process is gone, and leaves alone those that went on without it.
 */
export class Supervisor {
  readonly #store: ProjectStore
  readonly #path: string
  readonly #wanted: Map<string, number>
  readonly #wereStopped: boolean
  #isStopping = false

  constructor(store: ProjectStore, folder: string) {
    this.#store = store
    this.#path = join(folder, 'running.json')
    const before = existsSync(this.#path)
      ? kept.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
      : { tasks: {}, areStopped: false }
    this.#wanted = new Map(Object.entries(before.tasks))
    this.#wereStopped = before.areStopped
  }

  /** Tasks to be resumed, at the start. */
  interrupted(): readonly string[] {
    return [...this.#wanted.keys()].filter((name) => this.#isInterrupted(this.#task(name)))
  }

  want(name: string): void {
    this.#wanted.set(name, Date.now())
    this.#write(false)
  }

  /** A person, or the task itself, ended it. */
  release(name: string): void {
    if (this.#wanted.delete(name)) this.#write(false)
  }

  /** What has ended while the server watched is not resumed at the next start; what was cut off is. */
  review(tasks: readonly TaskRecord[]): void {
    if (this.#isStopping) return
    for (const { name, status, stopReason, stoppedAt } of tasks) {
      const since = this.#wanted.get(name)
      const isOver = status === 'stopped' || (status === 'failed' && stopReason === 'FATAL_ERROR')
      if (since !== undefined && isOver && stoppedAt !== null && stoppedAt >= since) this.release(name)
    }
  }

  /** Asks every task of ours to stop behind its next checkpoint, and waits for them. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const running = (): readonly string[] => [...this.#wanted.keys()].filter((name) => this.#task(name)?.owner)
    const asked = running()
    for (const name of [...this.#wanted.keys()]) if (!asked.includes(name)) this.#wanted.delete(name)
    this.#write(true)
    for (const name of asked) this.#store.askToStop(name)
    for (const end = Date.now() + grace; Date.now() < end && running().length > 0; ) await sleep(100)
  }

  /** What failed for good, or has done its work, waits for a person. */
  #isInterrupted(task: TaskRecord | undefined): boolean {
    if (task?.status === 'stopped') return this.#wereStopped && task.stopReason === 'NORMAL'
    return task?.status === 'failed' && task.stopReason !== 'FATAL_ERROR'
  }

  #task(name: string): TaskRecord | undefined {
    const task = this.#store.task(name)
    return task && settled(task)
  }

  #write(areStopped: boolean): void {
    const text = JSON.stringify({ tasks: Object.fromEntries(this.#wanted), areStopped })
    writeFileSync(`${this.#path}.new`, text, { mode: 0o600, flush: true })
    renameSync(`${this.#path}.new`, this.#path)
  }
}
