import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failpoint } from '../../src/core/process/failpoint.js'
import { type Ended, start } from '../e2e/support/cli.js'
import type { Pair } from '../e2e/support/live.js'
import { Definer } from '../support/replication/definer.js'
import { shopSchema, Workload } from '../support/replication/workload.js'
import { connectMysql } from '../support/servers.js'
import type { FaultTarget } from './fault-target.js'
import { sizesSchema, sizesStatements } from './sizes.js'

/** What a comparison of all values found, and what must not be seen in between. */
export interface FaultTally {
  readonly kills: number
  /** Rows that the target does not have. */
  readonly lost: number
  /** Rows that only the target has. */
  readonly duplicated: number
  /** Rows that differ, and states seen on the target that the source never had. */
  readonly wrong: number
}

export interface FaultOptions {
  readonly folder: string
  readonly target: FaultTarget
  readonly seed: number
  readonly say: (line: string) => void
}

/** In one a foreign key acts, so that an interrupted load begins anew; in the other it is taken up and changes are applied over it. */
const databases = { shop: 'CASCADE', passive: 'RESTRICT' } as const

/** Of tables that no foreign key binds. */
const sharedStatements = [
  'UPDATE customers SET credit = credit + 1 WHERE id <= 4000',
  'UPDATE archive SET n = n + 1 WHERE id <= 4000',
]

const balance = '500000'
/** Ends that the next start takes up: a side was away, or the dead run's lock was still held. */
const expectedEnds: ReadonlySet<number | null> = new Set([69, 75])

/** A task that is killed again and again while others write, and then compared with its source. */
export class FaultRun {
  readonly #pair: Pair
  readonly #options: FaultOptions
  readonly #random: () => number
  #round = 0
  /** Runs that have taken the task over from one that was frozen. */
  #holder = 0
  /** No definition changes now. */
  #keepsDefinitions = false
  /** Of the target, for the task. */
  #url = ''
  #tally: FaultTally = { kills: 0, lost: 0, duplicated: 0, wrong: 0 }

  private constructor(pair: Pair, options: FaultOptions) {
    this.#pair = pair
    this.#options = options
    this.#random = randomNumbers(options.seed)
  }

  static async begin(pair: Pair, options: FaultOptions): Promise<FaultRun> {
    for (const [database, action] of Object.entries(databases))
      await pair.my.query(`${shopSchema(database, action)}; ${sizesSchema(database)}`)
    return new FaultRun(pair, options)
  }

  get tally(): FaultTally {
    return this.#tally
  }

  /** A new task: killed at random moments, one kill after the other, then compared. Servers go away in between. */
  async round(kills: number): Promise<void> {
    await this.#newTask()
    await this.#besideWriters({}, async () => {
      for (let kill = 0; kill < kills; kill++) {
        const mode = this.#random() < 0.3 ? 'ordered' : 'net'
        const run = this.#start({}, '--apply', mode, ...this.#shared(), ...this.#again())
        await this.#wait(300, kill < 2 ? 3500 : 2500)
        if (this.#random() < 0.3) await this.#restartServer()
        await this.#wait(0, 400)
        await this.#kill(run)
      }
    })
    await this.#compare()
  }

  /** A new task that is killed once at each of the places, in this order, then compared. @returns the places that were met */
  async failpoints(points: readonly Failpoint[]): Promise<readonly Failpoint[]> {
    await this.#newTask()
    const met: Failpoint[] = []
    // A table that is loaded again begins anew when its definition changes: that must leave it the time.
    await this.#besideWriters({ pause: 800 }, async () => {
      for (const point of points) if (await this.#failpoint(point)) met.push(point)
    })
    await this.#compare()
    return met
  }

  async #failpoint(point: Failpoint): Promise<boolean> {
    const isShared = /^parts?-/.test(point)
    this.#keepsDefinitions = isShared
    try {
      if (isShared) await this.#gather()
      const again = point.startsWith('reload-') ? this.#reload : []
      const shared = isShared ? ['--appliers', '3'] : []
      const run = this.#start({ CROSSWALK_FAILPOINT: `${point}:1:kill` }, ...again, ...shared)
      const ended = await Promise.race([run.ended, sleep(60_000)])
      await this.#kill(run)
      return ended?.code === null
    } finally {
      this.#keepsDefinitions = false
    }
  }

  /**
   * A new task that is frozen again and again while another run takes it over, from a folder of its own: the one that wakes must end, by itself, and
   * never the one that has the task.
   */
  async freezes(times: number): Promise<void> {
    await this.#newTask()
    const begun = await this.#start({}, '--until', 'caught-up').ended
    if (begun.code !== 0) throw new Error(`it did not catch up: ${text(begun)}`)
    const writing = this.#write()
    try {
      await this.#freezeInTurn(times)
    } finally {
      await writing.stop()
    }
    await this.#compare()
  }

  async #freezeInTurn(times: number): Promise<void> {
    let running = await this.#taken()
    for (let time = 1; time <= times; time++) {
      await this.#wait(300, 2000)
      running.child.kill('SIGSTOP')
      await this.#options.target.dismiss(this.#target)
      this.#holder++
      const next = await this.#taken()
      await this.#wait(0, 1500)
      running.child.kill('SIGCONT')
      const woken = await running.ended
      if (woken.code !== 75) throw new Error(`the one that woke: ${text(woken)}`)
      await this.#wait(500, 1500)
      if (next.child.exitCode !== null) throw new Error(`the one that has the task ended: ${text(await next.ended)}`)
      this.#options.say(`${this.#target} frozen ${time}`)
      running = next
    }
    running.child.kill('SIGTERM')
    const ended = await running.ended
    if (ended.code !== 143) throw new Error(`the one that has the task: ${text(ended)}`)
  }

  /** A run that has the task. */
  async #taken(): Promise<ReturnType<typeof start>> {
    const epoch = (): Promise<string | null> =>
      this.#options.target.ask(this.#target, "SELECT epoch FROM crosswalk.checkpoint WHERE task NOT LIKE '%/%'")
    const before = await epoch()
    mkdirSync(this.#project, { recursive: true })
    const run = this.#start()
    while ((await epoch()) === before) {
      if (run.child.exitCode !== null) throw new Error(`it did not take over: ${text(await run.ended)}`)
      await sleep(50)
    }
    return run
  }

  async #newTask(): Promise<void> {
    this.#round++
    this.#holder = 0
    mkdirSync(this.#project, { recursive: true })
    this.#url = await this.#options.target.fresh(this.#database, this.#target)
  }

  get #database(): keyof typeof databases {
    return this.#round % 2 === 0 ? 'shop' : 'passive'
  }

  get #target(): string {
    return `round${this.#round}`
  }

  get #project(): string {
    return join(this.#options.folder, this.#holder === 0 ? this.#target : `${this.#target}-${this.#holder}`)
  }

  /** However the work ends, nobody writes afterwards. */
  async #besideWriters(options: { readonly pause?: number }, work: () => Promise<void>): Promise<void> {
    const writing = this.#write()
    const defining = this.#define(options.pause)
    try {
      await work()
    } finally {
      await defining.stop()
      await writing.stop()
    }
  }

  #write(): Workload {
    return new Workload(
      { ...this.#pair.mariadb.endpoint, database: this.#database },
      { writers: 2, large: 3000, pause: 4, also: sizesStatements },
    )
  }

  /** Now and then a table is loaded again meanwhile. */
  #again(): readonly string[] {
    return this.#completed() && this.#random() < 0.3 ? this.#reload : []
  }

  /** Now and then several appliers share what has gathered. */
  #shared(): readonly string[] {
    return ['--appliers', this.#random() < 0.5 ? '1' : '3']
  }

  /** A transaction that several appliers share, however slowly others write. */
  async #gather(): Promise<void> {
    const source = await connectMysql({ ...this.#pair.mariadb.endpoint, database: this.#database })
    try {
      for (;;) {
        await source.query('START TRANSACTION')
        try {
          for (const statement of sharedStatements) await source.query(statement)
          await source.query('COMMIT')
          return
        } catch (error) {
          // Who writes meanwhile may have made it the victim of a deadlock.
          if (!(error instanceof Error && 'fatal' in error && error.fatal === false)) throw error
          await source.query('ROLLBACK')
        }
      }
    } finally {
      await source.end()
    }
  }

  get #reload(): readonly string[] {
    return ['--reload', ...this.#options.target.again(this.#database).map((table) => `${this.#database}.${table}`)]
  }

  /** A definition that changes while its rows are loaded ends a task, so it begins behind the load. */
  #define(pause?: number): Definer {
    const endpoint = { ...this.#pair.mariadb.endpoint, database: this.#database }
    return new Definer(endpoint, () => this.#completed() && !this.#keepsDefinitions, pause)
  }

  #start(env: Readonly<Record<string, string>> = {}, ...more: readonly string[]) {
    const ends = [this.#pair.source(this.#database), this.#url]
    const words = ['--task', 'faults', '--project', this.#project, '--proof', 'none', '--workers', '1', ...more]
    return start(['replicate', ...ends, ...words], {
      ...{ env: { PATH: process.env['PATH'] ?? '', HOME: this.#options.folder, ...env }, limit: 600_000 },
    })
  }

  async #kill(run: ReturnType<typeof start>): Promise<void> {
    run.child.kill('SIGKILL')
    const ended = await run.ended
    if (ended.code !== null && !expectedEnds.has(ended.code)) throw new Error(`it ended by itself: ${text(ended)}`)
    const seen = this.#completed()
      ? await this.#options.target.ask(this.#target, `SELECT sum(balance) FROM ${this.#database}.accounts`)
      : balance
    const wrong = seen === balance ? 0 : 1
    this.#tally = { ...this.#tally, kills: this.#tally.kills + 1, wrong: this.#tally.wrong + wrong }
    this.#options.say(`${this.#target} kill ${this.#tally.kills}${wrong ? `: a sum of ${seen} was seen` : ''}`)
  }

  /** From here on the target only ever shows states of the source. */
  #completed(): boolean {
    const state = join(this.#project, 'tasks/faults/task.json')
    return existsSync(state) && JSON.parse(readFileSync(state, 'utf8')).completed === true
  }

  async #restartServer(): Promise<void> {
    const source = this.#random() < 0.5
    this.#options.say(`${this.#target} restarts the ${source ? 'source' : 'target'}`)
    if (source) await this.#pair.mariadb.restart?.()
    else await this.#options.target.crash()
  }

  async #compare(): Promise<void> {
    const caught = await this.#start({}, '--until', 'caught-up').ended
    if (caught.code !== 0) throw new Error(`it did not catch up: ${text(caught)}`)
    const ends = [this.#pair.source(this.#database), this.#url]
    const out = join(this.#project, 'tasks/faults/out')
    const compared = await start(['validate', ...ends, '--out', out, '--json'], { limit: 600_000 }).ended
    const { totals } = JSON.parse(compared.out)
    if (totals.failedTables > 0) throw new Error(`not everything was compared: ${text(compared)}`)
    const { lost, duplicated, wrong } = this.#tally
    this.#tally = {
      ...this.#tally,
      ...{ lost: lost + totals.missing, duplicated: duplicated + totals.extra, wrong: wrong + totals.differing },
    }
    this.#options.say(
      `${this.#target} compared ${totals.rows} rows: ${totals.missing + totals.extra + totals.differing} differ`,
    )
  }

  #wait(from: number, to: number): Promise<void> {
    return sleep(from + this.#random() * (to - from))
  }
}

const text = ({ code, out, err }: Ended): string => `exit ${code}\n${out}\n${err}`.slice(-3000)

/** Numbers from 0 to 1, the same for the same seed (Park and Miller's generator). */
function randomNumbers(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

export const tallyLine = ({ kills, lost, duplicated, wrong }: FaultTally): string =>
  `${kills} kills: ${lost} lost, ${duplicated} duplicated, ${wrong} wrong`
