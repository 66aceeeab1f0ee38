import type { SourceConnector } from '../../../core/data/connector.js'
import { openScript } from './script-source.js'
import { openSnapshot } from './snapshot.js'

export const source: SourceConnector = { openSnapshot, openScript }
