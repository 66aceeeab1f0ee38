/**
 * Replication origins under which we write (manual: Replication Progress Tracking). What comes back under one is a change
 * of ours: a stream in the other direction must not send it round.
 */
export const originPrefix = 'crosswalk_'

export const isOwnOrigin = (origin: string): boolean => origin.startsWith(originPrefix)
