import type { Dialect } from '../../core/dialect/dialect.js'
import { capabilities } from './capabilities.js'
import { names } from './names.js'
import { defaultVersion, parseVersion } from './version.js'

export const dialect: Dialect = {
  id: 'mysql',
  title: 'MySQL and MariaDB',
  schemes: ['mysql', 'mariadb'],
  defaultPort: 3306,
  names,
  parseVersion,
  defaultVersion,
  capabilities,
  serverVersion: async (endpoint) => (await import('./server-version.js')).serverVersion(endpoint),
  grants: async () => (await import('./grants.js')).grantsScript,
  parser: async () => (await import('./parse/script-parser.js')).scriptParser,
  inventory: async () => (await import('./inventory.js')).inventoryReader,
  reader: async () => (await import('./catalog/reader.js')).catalogReader,
  emitter: async () => (await import('./emit/emitter.js')).emitter,
  prover: async () => (await import('./prove/prover.js')).prover,
  copier: async () => (await import('./copy/copier.js')).copier,
  applier: async () => (await import('./apply/applier.js')).applier,
  filtersRows: true,
  source: async () => (await import('./data/source.js')).source,
  target: async () => (await import('./load/target.js')).target,
  changeTarget: async () => (await import('./apply-changes/target.js')).changeTarget,
  changeSource: async () => (await import('./changes/source.js')).changeSource,
  definitions: async () => (await import('./catalog/kept-definitions.js')).definitionReader,
  triggerKeeper: async () => (await import('./triggers.js')).triggerKeeper,
  comparer: async () => (await import('./data/compare/comparer.js')).mysqlComparer,
  validationJournals: async () => (await import('./data/compare/journal.js')).validationJournals,
  profiler: async () => (await import('./data/profile.js')).mysqlProfiler,
  runner: async () => (await import('./prove-calls/runner.js')).mysqlRunner,
  embedded: async () => (await import('./embedded/server.js')).embeddedMysql,
  sample: async () => {
    const { fillShop, shopRows } = await import('./demo/shop.js')
    const { shopUsers } = await import('./demo/users.js')
    return { name: 'shop', rows: shopRows, fill: fillShop, use: shopUsers }
  },
}
