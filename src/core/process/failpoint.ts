/** Places where a crash matters: tests stop us at each of them and look whether anything was lost or done twice. */
export const failpoints = [
  /** The task's state says that a load runs; it has not begun. */
  'load-noted',
  /** All rows of a table are there, others are still loaded; it has no keys yet. */
  'table-loaded',
  /** It has its keys, and takes part in the cached changes; nothing of them is on the target. */
  'table-handed',
  /** Cached changes of such tables were taken; nothing of them is on the target. */
  'cached-taken',
  /** They are committed, with the places that the tables have come to; we have not taken note of it. */
  'cached-applied',
  /** Half of a buffer of cached changes is in its file. */
  'spool-half-written',
  /** All rows are there; the state does not say so yet. */
  'load-done',
  /** The state says so; there is no checkpoint yet. */
  'load-kept',
  /** The first checkpoint is there. */
  'checkpoint-begun',
  /** All tables have come to one place of the log; foreign keys between them are not there yet. */
  'tables-met',
  /** The cached changes of a batch are about to be removed. */
  'spool-release',
  /** A batch was taken; nothing of it is on the target. */
  'batch-taken',
  /** Of a batch that several appliers share, one has committed what is its own. */
  'part-applied',
  /** All of them have; the task's checkpoint is where it was. */
  'parts-applied',
  /** A batch is committed; we have not taken note of it. */
  'batch-applied',
  /** A change of definitions is in front of its place; nothing of it is on the target. */
  'definition-met',
  /** In the transaction that changes definitions, in front of a statement. */
  'definition-statement',
  /** A definition was changed by an engine that commits with it; the checkpoint is in front of it. */
  'definition-done',
  /** Definitions and checkpoint are committed; the folder does not say so yet. */
  'definition-made',
  /** The folder says so; nothing behind the change was read. */
  'definition-kept',
  /** The target says that tables are loaded again; nothing of them was touched. */
  'reload-begun',
  /** Their rows are there, of an earlier state than all others. */
  'reload-loaded',
  /** They have come up to the others, and the target says so. */
  'reload-joined',
] as const

export type Failpoint = (typeof failpoints)[number]

interface Armed {
  readonly name: string
  left: number
  readonly action: string
}

let armed: Armed | null | undefined

/**
 * Does what `CROSSWALK_FAILPOINT=<name>:<hit>:<action>` asks for at the given hit (1 is the first): `kill` this process
 * as the system would, `throw`, or `delay` by standing still for a second. Without the variable it does nothing.
 */
export function failpoint(name: Failpoint): void {
  armed ??= readVariable(process.env['CROSSWALK_FAILPOINT'])
  if (armed === null || armed.name !== name || --armed.left !== 0) return
  if (armed.action === 'kill') process.kill(process.pid, 'SIGKILL')
  if (armed.action === 'throw') throw new Error(`failpoint ${name}`)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
}

function readVariable(text: string | undefined): Armed | null {
  const [name, hit, action] = (text ?? '').split(':')
  return name === undefined || action === undefined ? null : { name, left: Number(hit), action }
}
