/** A key that is equal for expressions of equal structure, wherever they stand and whatever is known of their types. */
export const codeKey = (node: object): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'origin' || key === 'type' ? undefined : value))
