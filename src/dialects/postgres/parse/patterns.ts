/**
 * A regular expression that other engines read alike, in their words: plain characters, escaped signs, simple brackets, groups,
 * alternatives and counts. There the end of the text and any character are written otherwise, since `$` may stand before a line
 * feed and `.` stops at one. Undefined: it uses more than that.
 */
export function plainPattern(text: string): string | undefined {
  if (!alike.test(text)) return undefined
  const end = text.replace(/\\.|\[[^\]]*\]|\$/g, (found) => (found === '$' ? '\\z' : found))
  const anyCharacter = /(?:^|[^\\])\./.test(text.replace(/\[[^\]]*\]/g, ''))
  return anyCharacter ? `(?s)${end}` : end
}

const alike =
  /^(?:[A-Za-z0-9 _/:,@#%&=<>!;'"~-]|\\[-./\\*+?()[\]{}|^$]|\[\^?(?:[A-Za-z0-9 _./:,@+]|-(?!\])|-(?=\]))+\]|[.^$|)]|\((?![?*])|[*+?](?![*+?{])|\{\d+(?:,\d*)?\}(?![*+?{]))+$/
