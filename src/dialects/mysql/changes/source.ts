import type { ChangeSource } from '../../../core/data/changes.js'
import { openStream } from './stream.js'

export const changeSource: ChangeSource = {
  check: async () => [],
  open: openStream,
}
