import type { FindingCode } from '../../core/findings/codes.generated.js'
import { catalogue } from '../findings/catalogue.js'

/** Whether a code that a rule file names is one of the catalogue. */
export const isFindingCode = (code: string): code is FindingCode => catalogue().has(code)
