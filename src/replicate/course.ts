import { join } from 'node:path'
import {
  type CommitMark,
  type DefinitionChange,
  type Position,
  RefusedBatch,
  type TargetDefinition,
} from '../core/data/changes.js'
import { finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { noOrigin, objectId, qname } from '../core/ir/names.js'
import type { TableMapping } from '../core/mapping/mapping.js'
import { failpoint } from '../core/process/failpoint.js'
import type { CachedLog } from './cached-changes.js'
import { namesOf, tablesOf } from './definition-names.js'
import { type Following, type FollowingOptions, follow, type Known, notFollowed } from './follow.js'
import { type Memo, memoText } from './memo.js'
import { identityOf } from './open-target.js'
import { keysBack, type Loading, loadOfOneState, nameOf, Reload, refusedJoin } from './reload.js'
import type { Definitions, Followed, Reloader, ReplicateRequest } from './request.js'
import { Spool } from './spool.js'
import type { Waiting } from './tally.js'
import { noteStanding } from './task-state.js'

export interface CourseOptions extends Omit<FollowingOptions, 'diversion'> {
  /** As the target keeps it. */
  readonly memo: Memo
  /** The first load is not over. */
  readonly isFirst: boolean
}

/** Follows a log over changes of definitions: behind each of them with the tables as they are then. */
export class Course {
  readonly #request: ReplicateRequest
  readonly #options: CourseOptions
  readonly #reload: Reload
  /** Tables that are to be loaded again behind the first load. */
  readonly #later: readonly string[]
  #definitions: string | null
  #followed: Followed
  #following: Following
  #known: Known = { appliedTo: null, overlapUntil: null, lanes: [] }
  #passed: boolean
  /** A change of definitions in front of which everything that was asked for is done. */
  #met: DefinitionChange | undefined

  private constructor(
    request: ReplicateRequest,
    options: CourseOptions,
    { reload, later }: { readonly reload: Reload; readonly later: readonly string[] },
    following: Following,
  ) {
    this.#reload = reload
    this.#later = later
    this.#definitions = options.memo.definitions
    this.#request = request
    this.#options = options
    this.#followed = options.followed
    this.#passed = options.passed
    this.#following = following
  }

  static async begin(request: ReplicateRequest, options: CourseOptions): Promise<Course> {
    const reload = new Reload(new Spool(join(request.folder, 'reload')), options.memo)
    const asked = request.options?.reload ?? []
    const there = new Set(options.followed.tables.map(nameOf))
    for (const table of asked)
      if (!there.has(table)) throw new OperationError('XW-S0624', { table, task: request.task })
    // Before a first load is over there are no foreign keys, and none could be made while changes of some tables wait.
    const isLater = options.isFirst && !reload.active
    if (asked.length > 0 && !isLater) await reload.want(asked)
    const names = isLater ? asked : reload.names
    if (names.length > 0 && !(request.reloader && options.steady.defines))
      throw new OperationError('XW-S0625', { tables: names.join(', ') })
    reload.bind(options.followed.tables)
    const following = await follow(request, { ...options, diversion: reload })
    return new Course(request, options, { reload, later: isLater ? asked : [] }, following)
  }

  /** It is known how tables are defined: changes of that must not be missed. */
  get knows(): boolean {
    return this.#following.knows
  }

  /** Every table is loaded while the log is followed; what a first load has left of them is of no use. False: that may not be. */
  async loadAll(reason: string): Promise<boolean> {
    const { reloader, oneState } = this.#request
    const { steady, followed, from, onFinding } = this.#options
    // Where foreign keys stay on the target they would be made now, over rows of which nobody knows anything.
    if (!reloader || !steady.defines || steady.definesApart || !this.knows || oneState) return false
    if (steady.position === null) await steady.begin({ position: from, at: Date.now() })
    await this.#reload.want(followed.tables.map(nameOf))
    this.#reload.bind(followed.tables)
    await this.#keep({ statements: [] })
    onFinding(finding('XW-S0628', this.#at, { reason, tables: this.#reload.names.join(', ') }))
    return true
  }

  get waiting(): Waiting {
    return this.#following.waiting
  }

  /** The first load is over: what was asked to be loaded again can be. */
  async completed(): Promise<void> {
    if (this.#later.length === 0) return
    const there = new Set(this.#followed.tables.map(nameOf))
    await this.#reload.want(this.#later.filter((name) => there.has(name)))
    this.#reload.bind(this.#followed.tables)
  }

  /** See `Following`. */
  get cached(): CachedLog {
    return this.#following.cached
  }

  treat(known: Known): void {
    this.#known = known
    this.#following.treat(known)
  }

  /** Does work beside the log; see `Following`. */
  steadily<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#following.steadily(work)
  }

  /** Applies what comes until everything up to the goal is on the target, or until the signal aborts. */
  async until(goal?: Position): Promise<void> {
    for (;;) {
      const mayLoad = this.#reload.active && this.#known.overlapUntil === null
      const loading = mayLoad ? await this.#loading() : undefined
      // Where the others have to come. Not looked at again behind that: the load may end meanwhile.
      const state = loading?.known
      const isUnderWay = loading !== undefined && state === undefined && !loading.failed
      const end = loading?.failed ? await this.#head() : (state ?? goal)
      const met =
        this.#met ?? (await (isUnderWay ? this.#following.until(undefined, loading.ended) : this.#following.until(end)))
      this.#met = undefined
      if (this.#options.signal.aborted) return
      if (met && !loading && goal !== undefined && this.#request.source.changes.reached(met.before, goal)) {
        this.#met = met
        return
      }
      if (met) await this.#redefine(met)
      else if (isUnderWay) continue
      else if (loading?.failed) await loading.position
      else if (state === undefined) return
      else await this.#join(state)
    }
  }

  /**
   * A load fails when a table is not as the log has told so far. That is judged where the log ends: behind a change of
   * the table on the way there the load begins anew.
   */
  #head(): Promise<Position> {
    const { changes, endpoint } = this.#request.source
    return changes.head(endpoint, this.#options.signal)
  }

  async close(): Promise<void> {
    await this.#reload.close()
    await this.#following.close()
  }

  /** The load of the tables that are wanted again; it is begun when none is under way. */
  async #loading(): Promise<Loading> {
    const known = this.#reload.loading
    if (known) return known
    const { reloader, task } = this.#request
    const { steady } = this.#options
    if (!reloader) throw new OperationError('XW-S0625', { tables: this.#reload.names.join(', ') })
    if (!steady.definesApart) await this.#takeAlong(reloader)
    const tables = this.#reloaded
    const drop = steady.definesApart ? await this.#leaveKeys(tables) : await this.#keysToDrop(reloader, tables)
    this.#reload.noteBegun()
    await this.#keep({ statements: drop })
    failpoint('reload-begun')
    await steady.renew()
    const { signal, retries } = this.#options
    const load = (stop: AbortSignal) => loadOfOneState(reloader, tables, AbortSignal.any([stop, signal]), retries)
    this.#reload.begin(load, task)
    return this.#reload.loading ?? this.#loading()
  }

  /** What foreign keys do on their own is made good only where both of their sides are loaded. */
  async #takeAlong(reloader: Reloader): Promise<void> {
    const together = (await reloader.together?.(this.#reloaded, this.#followed.tables)) ?? []
    const more = together.map(nameOf).filter((name) => !this.#reload.names.includes(name))
    if (more.length > 0) await this.#reload.want(more)
    this.#reload.bind(this.#followed.tables)
  }

  /** An earlier run may have taken some of them away. */
  async #keysToDrop(reloader: Reloader, tables: readonly TableMapping[]): Promise<readonly string[]> {
    const fresh = tables.filter((table) => !this.#reload.begun.includes(nameOf(table)))
    const there = tables.filter((table) => !fresh.includes(table))
    const gone = new Set(there.length > 0 ? (await reloader.keys(there)).drop : [])
    return (await reloader.keys(fresh)).drop.filter((statement) => !gone.has(statement))
  }

  /** They stay, and nobody looks at them. It is refused here, before it is noted, if it cannot be. */
  async #leaveKeys(tables: readonly TableMapping[]): Promise<readonly string[]> {
    await this.#options.steady.renew({ reloaded: tables.map(({ target }) => target) })
    return []
  }

  get #reloaded(): readonly TableMapping[] {
    return this.#followed.tables.filter((table) => this.#reload.names.includes(nameOf(table)))
  }

  /** Everything else has come to where the tables were read, or further: what is behind that is applied to them at once. */
  async #join(position: Position): Promise<void> {
    failpoint('reload-loaded')
    const { reached } = this.#request.source.changes
    if (!reached(this.#here.position, position))
      throw new OperationError('XW-S0002', {
        problem: `tables read at ${position} would join at ${this.#here.position}`,
      })
    const rows = await this.#reload.changesBehind(position, reached)
    const keys: Partial<TargetDefinition> | undefined = this.#options.steady.definesApart
      ? { provesKeys: true }
      : await keysBack(this.#request.reloader, this.#reloaded)
    const tables = this.#reload.names.join(', ')
    const memo = memoText({ definitions: this.#definitions, wanted: [], begun: [] })
    const joined = { rows, statements: [], memo, mark: this.#here }
    try {
      await this.#options.steady.define({ ...joined, ...keys })
    } catch (error) {
      if (!(error instanceof RefusedBatch) || !keys) throw error
      // Without the keys that act, the rows could not be what they are to be.
      await this.#options.steady.define({ ...joined, before: keys.before ?? [] }).catch(refusedJoin(this.#here))
      this.#options.onFinding(finding('XW-S0626', this.#at, { tables, reason: error.message }))
    }
    failpoint('reload-joined')
    this.#reload.done()
    await this.#options.steady.renew({ reloaded: [] })
    this.#options.onFinding(finding('XW-S0627', this.#at, { tables }))
  }

  get #here(): CommitMark {
    const { position } = this.#options.steady
    if (position === null) throw new Error('there is no checkpoint yet')
    return { position, at: Date.now() }
  }

  get #at() {
    return { object: objectId('task', qname(undefined, this.#request.task)), origin: noOrigin }
  }

  /** Statements and what is to be remembered, where the task stands. */
  async #keep({ statements }: { readonly statements: readonly string[] }): Promise<void> {
    await this.#options.steady.define({ statements, memo: this.#memo(this.#definitions), mark: this.#here })
  }

  #memo(definitions: string | null): string {
    const { names, begun } = this.#reload
    const known = names.filter((name) => name !== '')
    return memoText({ definitions, wanted: known.filter((name) => !begun.includes(name)), begun })
  }

  async #redefine(change: DefinitionChange): Promise<void> {
    failpoint('definition-met')
    const { definitions, options } = this.#request
    if (!definitions || !this.#following.knows) return this.#passByHand(change)
    if (options?.onDefinition === 'stop') {
      if (change.tables.length > 0) return this.#stop(change, 'it was not asked for')
      this.#tellNew(change)
      return this.#note(change, definitions)
    }
    const isLoaded = this.#isLoaded(change)
    if (isLoaded && !this.#mayReload)
      throw new OperationError('XW-S0621', { ...namesOf(change, this.#followed.tables) })
    const { signal } = this.#options
    const carried = await definitions.carry(change, { byHand: false, withoutKeys: this.#reload.begun }, signal)
    if (carried.kind === 'stop') return this.#stop(change, carried.reason)
    const { statements, touches = [], memo, renamed } = carried
    const named = tablesOf(change, this.#followed.tables)
    await this.#loadAgain(change, isLoaded, renamed)
    try {
      await this.#make(change, { statements, touches, memo })
    } catch (error) {
      if (!(error instanceof RefusedBatch)) throw error
      return this.#stop(change, `the target refuses it: ${error.message}`)
    }
    for (const found of carried.findings) this.#options.onFinding(found)
    if (statements.length > 0) this.#options.tally.defined(named)
    this.#tell(change, statements.length)
  }

  /** Whether tables can be loaded again for themselves: what follows the load is made, and the target keeps which they are. */
  get #mayReload(): boolean {
    return this.#request.reloader !== undefined && this.#options.steady.defines && this.#known.overlapUntil === null
  }

  /** Tables whose rows may be of either shape, because they were read while their definition changed. */
  async #loadAgain(change: DefinitionChange, isLoaded: boolean, renamed: ReadonlyMap<string, string>): Promise<void> {
    const names = change.tables.flatMap((at) => {
      const table = this.#followed.tables[at]
      return table ? [renamed.get(nameOf(table)) ?? nameOf(table)] : []
    })
    const isNamed = change.tables.some((at) => this.#reload.takes(at))
    const { creates } = change
    const made = creates ? [`${creates.schema}.${creates.table}`] : []
    if (isLoaded) await this.#reload.want([...names, ...made], renamed)
    else if (isNamed) await this.#reload.want([], renamed)
  }

  /** Rows that were loaded meanwhile may be of either shape. */
  #isLoaded({ position, before }: DefinitionChange): boolean {
    const { reached } = this.#request.source.changes
    const { appliedTo, overlapUntil } = this.#known
    const isPast = (at: Position | null): boolean =>
      at !== null && reached(at, position) && (position !== before || !reached(position, at))
    return isPast(appliedTo) || isPast(overlapUntil)
  }

  async #make(
    change: DefinitionChange,
    { statements, touches, memo }: Required<Pick<TargetDefinition, 'statements' | 'touches' | 'memo'>>,
  ): Promise<void> {
    const { steady } = this.#options
    const mark = { position: change.position, at: Date.now() }
    await steady.define({ statements, touches, memo: this.#memo(memo), mark })
    this.#definitions = memo
    failpoint('definition-made')
    const followed = this.#request.definitions?.carried(memo)
    noteStanding(this.#request.folder, identityOf(this.#request), undefined)
    failpoint('definition-kept')
    await this.#anew(followed ?? this.#followed)
  }

  /** Nothing behind the change was read yet, so nothing that the parts hold is of use. */
  async #anew(followed: Followed): Promise<void> {
    const { steady } = this.#options
    this.#followed = followed
    await this.#following.close()
    this.#reload.bind(followed.tables)
    const begun = this.#reloaded.filter((table) => this.#reload.begun.includes(nameOf(table)))
    await steady.renew({ tables: followed.tables, reloaded: begun.map(({ target }) => target) })
    const from = steady.position ?? this.#options.from
    const options = { ...this.#options, followed, from, anew: true, diversion: this.#reload }
    this.#following = await follow(this.#request, options)
    this.treat({ ...this.#known, appliedTo: this.#known.appliedTo ?? steady.position })
  }

  /** Somebody may have seen to the target already; then only what is known of the source is brought up to it. */
  async #stop(change: DefinitionChange, reason: string): Promise<void> {
    const { definitions, options } = this.#request
    if (!options?.passDefinition || this.#passed || !definitions) throw this.#standing(change, reason)
    this.#passed = true
    await this.#note(change, definitions)
  }

  /** The target is as it is; what is known of the source is brought up to the change. */
  async #note(change: DefinitionChange, definitions: Definitions): Promise<void> {
    const how = { byHand: true, withoutKeys: this.#reload.begun }
    const carried = await definitions.carry(change, how, this.#options.signal)
    if (carried.kind === 'stop') throw this.#standing(change, carried.reason)
    await this.#make(change, { statements: [], touches: [], memo: carried.memo })
  }

  async #passByHand(change: DefinitionChange): Promise<void> {
    const reason = 'how the tables were defined before it is not known here'
    if (!this.#request.options?.passDefinition || this.#passed) throw this.#standing(change, reason)
    this.#passed = true
    const mark = { position: change.position, at: Date.now() }
    await this.#options.steady.pass(mark)
    this.#following.letGo(mark.position)
  }

  #standing(change: DefinitionChange, reason: string): OperationError {
    const { folder } = this.#request
    const { before, position, schema, sql, modes = '', described } = change
    const at = this.#options.steady.position
    const more = described ? { described } : {}
    noteStanding(folder, identityOf(this.#request), { at, before, position, schema, sql, modes, ...more })
    return new OperationError('XW-S0602', { ...namesOf(change, this.#followed.tables), reason })
  }

  #tellNew({ creates }: DefinitionChange): void {
    if (creates) this.#options.onFinding(notFollowed(creates))
  }

  #tell(change: DefinitionChange, count: number): void {
    if (count === 0) return
    const { statement } = namesOf(change, this.#followed.tables)
    const at = { object: objectId('schema', qname(undefined, change.schema)), origin: noOrigin }
    this.#options.onFinding(finding('XW-S0620', at, { statement, count }))
  }
}
