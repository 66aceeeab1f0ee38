import type { Dialect } from '../../core/dialect/dialect.js'
import { capabilities } from './capabilities.js'
import { names } from './names.js'
import { defaultVersion, parseVersion } from './version.js'

/** Reads scripts and their rows. There is no live server to read from yet. */
export const dialect: Dialect = {
  id: 'oracle',
  title: 'Oracle Database',
  schemes: ['oracle'],
  defaultPort: 1521,
  names,
  parseVersion,
  defaultVersion,
  capabilities,
  parser: async () => (await import('./parse/script-parser.js')).scriptParser,
  source: async () => (await import('./data/source.js')).source,
  comparer: async () => (await import('./data/comparer.js')).comparer,
}
