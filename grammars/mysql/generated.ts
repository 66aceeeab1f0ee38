import { cstTypes } from '../sql/cst-types.js'
import { SqlParser } from './parser.js'

/** Files of this folder that are made from the grammar, by name. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([['cst.generated.ts', cstTypes(new SqlParser())]])
