import { type DefinitionChange, type Position, RefusedBatch } from '../core/data/changes.js'
import { finding } from '../core/findings/finding.js'
import { OperationError } from '../core/findings/operation-error.js'
import { noOrigin, objectId, qname } from '../core/ir/names.js'
import { failpoint } from '../core/process/failpoint.js'
import { type Following, type FollowingOptions, follow, notFollowed } from './follow.js'
import { identityOf } from './open-target.js'
import type { Definitions, Followed, ReplicateRequest } from './request.js'
import type { Waiting } from './tally.js'
import { noteStanding } from './task-state.js'

/** What is known of the rows of the target. */
export interface Known {
  /** What is not behind this is on the target. */
  readonly appliedTo: Position | null
  /** Changes up to here may be in the loaded rows already. */
  readonly overlapUntil: Position | null
}

/** Follows a log over changes of definitions: behind each of them with the tables as they are then. */
export class Course {
  readonly #request: ReplicateRequest
  readonly #options: FollowingOptions
  #followed: Followed
  #following: Following
  #known: Known = { appliedTo: null, overlapUntil: null }
  #passed: boolean

  private constructor(request: ReplicateRequest, options: FollowingOptions, following: Following) {
    this.#request = request
    this.#options = options
    this.#followed = options.followed
    this.#passed = options.passed
    this.#following = following
  }

  static async begin(request: ReplicateRequest, options: FollowingOptions): Promise<Course> {
    return new Course(request, options, await follow(request, options))
  }

  get waiting(): Waiting {
    return this.#following.waiting
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
      const met = await this.#following.until(goal)
      if (met === undefined || this.#options.signal.aborted) return
      await this.#redefine(met)
    }
  }

  close(): Promise<void> {
    return this.#following.close()
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
    if (this.#isLoaded(change)) throw new OperationError('XW-S0621', { ...this.#namesOf(change) })
    const { signal } = this.#options
    const carried = await definitions.carry(change, false, signal)
    if (carried.kind === 'stop') return this.#stop(change, carried.reason)
    const { statements, memo } = carried
    const named = this.#tablesOf(change)
    try {
      await this.#make(change, statements, memo)
    } catch (error) {
      if (!(error instanceof RefusedBatch)) throw error
      return this.#stop(change, `the target refuses it: ${error.message}`)
    }
    for (const found of carried.findings) this.#options.onFinding(found)
    if (statements.length > 0) this.#options.tally.defined(named)
    this.#tell(change, statements.length)
  }

  /** Rows that were loaded meanwhile may be of either shape. */
  #isLoaded({ position, before }: DefinitionChange): boolean {
    const { reached } = this.#request.source.changes
    const { appliedTo, overlapUntil } = this.#known
    const isPast = (at: Position | null): boolean =>
      at !== null && reached(at, position) && (position !== before || !reached(position, at))
    return isPast(appliedTo) || isPast(overlapUntil)
  }

  async #make(change: DefinitionChange, statements: readonly string[], memo: string): Promise<void> {
    const { steady } = this.#options
    await steady.define({ statements, memo, mark: { position: change.position, at: Date.now() } })
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
    await steady.renew(followed.tables)
    const options = { ...this.#options, followed, from: steady.position ?? this.#options.from, anew: true }
    this.#following = await follow(this.#request, options)
    this.treat({ appliedTo: steady.position, overlapUntil: this.#known.overlapUntil })
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
    const carried = await definitions.carry(change, true, this.#options.signal)
    if (carried.kind === 'stop') throw this.#standing(change, carried.reason)
    await this.#make(change, [], carried.memo)
  }

  async #passByHand(change: DefinitionChange): Promise<void> {
    const reason = 'how the tables were defined before it is not known here'
    if (!this.#request.options?.passDefinition || this.#passed) throw this.#standing(change, reason)
    this.#passed = true
    const mark = { position: change.position, at: Date.now() }
    await this.#options.steady.pass(mark)
    this.#following.letGo(mark.position)
  }

  /** Those that it names, and the one that it makes. */
  #tablesOf({ tables, creates }: Pick<DefinitionChange, 'tables' | 'creates'>): readonly string[] {
    const named = [...tables.flatMap((at) => this.#followed.tables[at]?.source ?? []), ...(creates ? [creates] : [])]
    return named.map(({ schema, table }) => `${schema}.${table}`)
  }

  #namesOf({ tables, sql, before }: DefinitionChange) {
    const names = this.#tablesOf({ tables }).join(', ')
    return { tables: names || 'tables', statement: sql.replace(/\s+/g, ' ').slice(0, 300), position: before }
  }

  #standing(change: DefinitionChange, reason: string): OperationError {
    const { folder } = this.#request
    const { before, position, schema, sql, modes = '' } = change
    const at = this.#options.steady.position
    noteStanding(folder, identityOf(this.#request), { at, before, position, schema, sql, modes })
    return new OperationError('XW-S0602', { ...this.#namesOf(change), reason })
  }

  #tellNew({ creates }: DefinitionChange): void {
    if (creates) this.#options.onFinding(notFollowed(creates))
  }

  #tell(change: DefinitionChange, count: number): void {
    if (count === 0) return
    const { statement } = this.#namesOf(change)
    const at = { object: objectId('schema', qname(undefined, change.schema)), origin: noOrigin }
    this.#options.onFinding(finding('XW-S0620', at, { statement, count }))
  }
}
