import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The file of a project's store; asked for without loading what reads it. */
export const storePath = (folder: string): string => join(folder, 'crosswalk.db')

export const hasStore = (folder: string): boolean => existsSync(storePath(folder))
