import { comparePlaces, type LogPosition } from '../log-position.js'
import { includesGtids } from './gtids.js'

/** Whether `position` is at `goal` or behind it. Places of two servers cannot be compared; their transactions can. */
export function isReached(position: LogPosition, goal: LogPosition): boolean {
  const isOneServer = position.server === '' || goal.server === '' || position.server === goal.server
  if (isOneServer) return comparePlaces(position, goal) >= 0
  return goal.gtids !== '' && includesGtids(position.gtids, goal.gtids)
}
