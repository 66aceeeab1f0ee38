import type { Dialect } from '../../core/dialect/dialect.js'
import { capabilities } from './capabilities.js'
import { names } from './names.js'
import { defaultVersion, newestMajor, oldestMajor, parseVersion } from './version.js'

export const dialect: Dialect = {
  id: 'postgres',
  title: 'PostgreSQL',
  schemes: ['postgresql', 'postgres'],
  defaultPort: 5432,
  names,
  homeSchema: 'public',
  parseVersion,
  defaultVersion,
  targetVersions: { oldest: oldestMajor, newest: newestMajor },
  capabilities,
  grants: async () => (await import('./grants.js')).grantsScript,
  serverVersion: async (endpoint, signal) => (await import('./server-version.js')).serverVersion(endpoint, signal),
  parser: async () => (await import('./parse/script-parser.js')).scriptParser,
  reader: async () => (await import('./catalog/reader.js')).catalogReader,
  copier: async () => (await import('./copy/copier.js')).copier,
  applier: async () => (await import('./apply/applier.js')).applier,
  prover: async () => (await import('./prove/prover.js')).prover,
  library: async () => (await import('./runtime/library.js')).library,
  filtersRows: true,
  source: async () => (await import('./data/read/snapshot.js')).source,
  target: async () => (await import('./data/target.js')).target,
  changeSource: async () => (await import('./changes/source.js')).changeSource,
  shapes: async () => (await import('./changes/shape-reader.js')).shapeReader,
  changeTarget: async () => (await import('./apply-changes/target.js')).changeTarget,
  triggerKeeper: async () => (await import('./triggers.js')).triggerKeeper,
  comparer: async () => (await import('./data/compare/comparer.js')).postgresComparer,
  validationJournals: async () => (await import('./data/compare/journal.js')).validationJournals,
  runner: async () => (await import('./prove-calls/runner.js')).postgresRunner,
  sampleUsers: { shop: async () => (await import('./demo/users.js')).shopUsers },
  embeddedAsTarget: true,
  embedded: async () => (await import('./embedded/server.js')).embeddedPostgres,
  emitter: async () => (await import('./emit/emitter.js')).emitter,
}
