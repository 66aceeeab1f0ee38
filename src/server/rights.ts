/** What a route needs, and what roles have. Nothing is allowed that does not stand here. */
export const rights = ['read', 'operate', 'values', 'administer'] as const
export type Right = (typeof rights)[number]

export const roles = ['viewer', 'operator', 'steward', 'admin'] as const
export type Role = (typeof roles)[number]

const given: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['read'],
  operator: ['read', 'operate'],
  // Sees values of rows.
  steward: ['read', 'values'],
  admin: rights,
}

export const may = (role: Role, right: Right): boolean => given[role].includes(right)
