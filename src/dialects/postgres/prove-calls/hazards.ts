import type { CodeHazards } from '../../../core/prove/runner.js'

/** This engine is a target only so far: its code is not looked through. */
export const hazards: CodeHazards = {
  outside: {},
  unstable: new Set(),
  session: new Set(),
  harmlessCommands: [],
  openCommands: [],
}
