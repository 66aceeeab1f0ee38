/** Closes a `switch` over a tagged union: a new member that nobody handles fails the build here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
