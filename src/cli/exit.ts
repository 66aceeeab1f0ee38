/** Exit codes: part of the interface, listed in the README. */
export const exit = {
  done: 0,
  failed: 1,
  findings: 2,
  incomplete: 3,
  decisionNeeded: 4,
  precheckFailed: 5,
  usage: 64,
  unreachable: 69,
  busy: 75,
  permission: 77,
  interrupted: 130,
  terminated: 143,
} as const
