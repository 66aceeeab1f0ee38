/**
 * Runs tasks on several workers. Two tasks that hold a resource in common never run at the same time; otherwise a task
 * starts as soon as a worker is free, in the order given. Ends when all have ended; the first error that `work` throws
 * stops new tasks from starting and is thrown at the end.
 */
export async function runLanes<T>(
  tasks: readonly T[],
  workers: number,
  resourcesOf: (task: T) => readonly string[],
  work: (task: T, worker: number) => Promise<void>,
): Promise<void> {
  const waiting = [...tasks]
  const held = new Set<string>()
  const failures: unknown[] = []
  let wake: (() => void)[] = []
  const next = (): T | undefined => {
    const at = waiting.findIndex((task) => resourcesOf(task).every((resource) => !held.has(resource)))
    return at < 0 ? undefined : waiting.splice(at, 1)[0]
  }
  const lane = async (worker: number): Promise<void> => {
    while (waiting.length > 0 && failures.length === 0) {
      const task = next()
      if (task === undefined) {
        await new Promise<void>((resolve) => wake.push(resolve))
        continue
      }
      for (const resource of resourcesOf(task)) held.add(resource)
      try {
        await work(task, worker)
      } catch (error) {
        failures.push(error)
      } finally {
        for (const resource of resourcesOf(task)) held.delete(resource)
        const sleeping = wake
        wake = []
        for (const resume of sleeping) resume()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, tasks.length)) }, (_, worker) => lane(worker)))
  if (failures.length > 0) throw failures[0]
}
