import type { SourceConnector } from '../../../core/data/connector.js'
import { openSnapshot } from './snapshot.js'

export const source: SourceConnector = { openSnapshot }
