import type { RoutineCase } from './routine-case.js'
import { comparisonCases } from './routine-comparison-cases.js'
import { conditionCases } from './routine-condition-cases.js'
import { numberCases } from './routine-number-cases.js'
import { textCases } from './routine-text-cases.js'
import { timeCases } from './routine-time-cases.js'

/** Every expression over parameters that both engines must answer alike; the number of a case is the number of its function. */
export const routineCases: readonly RoutineCase[] = [
  ...numberCases,
  ...comparisonCases,
  ...textCases,
  ...timeCases,
  ...conditionCases,
]
