/** Puts the text of variables in; those without one stay as they are. A period ends a name and belongs to it. */
export const substituted = (text: string, defined: Readonly<Record<string, string>>): string =>
  text.includes('&')
    ? text.replace(/&&?([\p{L}\d_$#]+)\.?/gu, (whole, name: string) => defined[name.toLowerCase()] ?? whole)
    : text
