/**
 * A function of texts that remembers its last answers: names of packages and systems come again with every asset. Some 20 bytes a
 * character are kept, of texts that are no longer than most names.
 */
export function remembered<T>(make: (text: string) => T, most = 20_000, longest = 200): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return text => {
    const known = young.get(text) ?? old.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (text.length <= longest) {
      young.set(text, made)
      if (young.size >= most) [old, young] = [young, new Map()]
    }
    return made
  }
}
