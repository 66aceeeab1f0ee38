import { useEffect, useState } from 'preact/hooks'

/** Words of the address behind `#/`. */
const read = (): readonly string[] =>
  location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((word) => word !== '')
    .map((word) => {
      try {
        return decodeURIComponent(word)
      } catch {
        return word
      }
    })

export const linkTo = (...words: readonly string[]): string => `#/${words.map(encodeURIComponent).join('/')}`

export function usePlace(): readonly string[] {
  const [place, setPlace] = useState(read)
  useEffect(() => {
    const changed = (): void => setPlace((before) => (linkTo(...before) === linkTo(...read()) ? before : read()))
    addEventListener('hashchange', changed)
    // Who was faster than this listener is not forgotten.
    changed()
    return () => removeEventListener('hashchange', changed)
  }, [])
  return place
}

export const goTo = (...words: readonly string[]): void => {
  location.hash = linkTo(...words)
}
