import { OperationError } from '../../core/findings/operation-error.js'
import type { Catalog } from '../../core/ir/schema.js'
import type { MappingDecisions } from '../../core/mapping/decisions.js'
import { decide } from '../../table-mapping/decide.js'
import { schemasOf, type TableMappingRules } from '../../table-mapping/read.js'
import type { Source } from '../source.js'
import type { ConvertStep } from './convert.js'

/** @throws OperationError XW-S0709 when rows are to be filtered and the source cannot do it */
export function decided(rules: TableMappingRules, catalog: Catalog, source: Source): MappingDecisions {
  const decisions = decide(rules, catalog)
  const [first] = decisions.filters.values()
  if (first && !(source.kind === 'live' && source.dialect.filtersRows))
    throw new OperationError('XW-S0709', {
      rule: first.rule,
      source: source.kind === 'live' ? source.dialect.title : 'a file',
    })
  return decisions
}

/** Those that were asked for; else those that the rules name. */
export const schemasToRead = ({ schemas, rules }: ConvertStep): readonly string[] =>
  schemas.length > 0 || !rules ? schemas : schemasOf(rules)
