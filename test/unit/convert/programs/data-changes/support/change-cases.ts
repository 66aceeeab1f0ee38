import type { ChangeCase } from './change-case.js'
import { furtherCases } from './further-cases.js'
import { duplicateCases, insertCases } from './insert-cases.js'
import { surroundingCases } from './surrounding-cases.js'
import { deleteCases, updateCases } from './update-cases.js'

export const changeCases: readonly ChangeCase[] = [
  ...insertCases,
  ...duplicateCases,
  ...updateCases,
  ...deleteCases,
  ...surroundingCases,
  ...furtherCases,
]
