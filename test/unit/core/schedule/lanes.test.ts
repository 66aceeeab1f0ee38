import { expect, it } from 'vitest'
import { runLanes } from '../../../../src/core/schedule/lanes.js'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('never runs two tasks at once that hold a resource in common, and never more than there are workers', async () => {
  const tasks = Array.from({ length: 60 }, (_, index) => ({ index, holds: [`r${index % 7}`, `r${(index * 3) % 5}`] }))
  const held = new Map<string, number>()
  const done: number[] = []
  let running = 0
  let most = 0
  await runLanes(
    tasks,
    4,
    (task) => task.holds,
    async (task) => {
      most = Math.max(most, ++running)
      for (const resource of new Set(task.holds)) {
        expect(held.get(resource) ?? 0).toBe(0)
        held.set(resource, 1)
      }
      await turn()
      await turn()
      for (const resource of new Set(task.holds)) held.set(resource, 0)
      running--
      done.push(task.index)
    },
  )
  expect(done.sort((a, b) => a - b)).toEqual(tasks.map((task) => task.index))
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
})

it('starts nothing more after a failure, waits for what runs, and throws it', async () => {
  const begun: number[] = []
  let ended = 0
  const work = runLanes(
    [0, 1, 2, 3, 4, 5],
    2,
    () => [],
    async (task) => {
      begun.push(task)
      await turn()
      if (task === 0) throw new Error('broken')
      await turn()
      ended++
    },
  )
  await expect(work).rejects.toThrow('broken')
  expect(begun).toEqual([0, 1])
  expect(ended).toBe(1)
})

it('wakes a worker that waits for a resource when its holder fails', async () => {
  const work = runLanes(
    ['a', 'b'],
    2,
    () => ['same'],
    async () => {
      await turn()
      throw new Error('broken')
    },
  )
  await expect(work).rejects.toThrow('broken')
})
