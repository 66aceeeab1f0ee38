import { expect, it } from 'vitest'
import { sizingOf } from '../../../src/discover/sizing.js'

const activity = { seconds: 100, transactions: 0, inserted: 0, updated: 0, deleted: 0, read: 0 }
const measured = { bytes: 0, bytesPerDay: 0, activity, connections: { now: 1, most: null } }

it('a machine grows with data, growth, work and connections, and is never smaller than a small one', () => {
  expect(sizingOf(measured)).toEqual({ vcpus: 2, memoryBytes: 2 ** 31, storageBytes: 0, connections: 15 })
  expect(sizingOf({ ...measured, bytes: 100 * 2 ** 30 }).memoryBytes).toBe(32 * 2 ** 30)
  expect(sizingOf({ ...measured, bytes: 300, bytesPerDay: 1 }).storageBytes).toBe(887)
  expect(sizingOf({ ...measured, activity: { ...activity, transactions: 200_000 } }).vcpus).toBe(4)
  expect(sizingOf({ ...measured, activity: { ...activity, updated: 1_000_000 } }).vcpus).toBe(5)
  expect(sizingOf({ ...measured, connections: { now: 3, most: 100 } }).connections).toBe(150)
})
