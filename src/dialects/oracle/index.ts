import type { Dialect } from '../../core/dialect/dialect.js'
import { capabilities } from './capabilities.js'
import { names } from './names.js'
import { defaultVersion, parseVersion } from './version.js'

/** What SQL Developer, TOAD, PL/SQL Developer and hand-made folders call the files of each kind of object. */
const scriptEndings =
  'pks pkb pkg pck pkh pls plb plsql spc sps spb bdy tps tpb typ tys tyb prc fnc fun trg vw view mv mvw tab seq syn idx ind con fk job'.split(
    ' ',
  )

/** Reads scripts and their rows. There is no live server to read from yet. */
export const dialect: Dialect = {
  id: 'oracle',
  title: 'Oracle Database',
  schemes: ['oracle'],
  scriptEndings,
  defaultPort: 1521,
  names,
  parseVersion,
  defaultVersion,
  capabilities,
  parser: async () => (await import('./parse/script-parser.js')).scriptParser,
  source: async () => (await import('./data/source.js')).source,
  comparer: async () => (await import('./data/comparer.js')).comparer,
}
