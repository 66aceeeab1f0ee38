export {
  opaqueOf,
  opaqueRange,
  oversizedFinding,
  syntaxFinding,
  where,
  withoutCounterpart,
} from '../../sql/parse/problems.js'
