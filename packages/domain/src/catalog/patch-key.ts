/** Longest product part: the longest of the 6,792 names that Microsoft has used until 2026 gives 146 characters. */
const LONGEST_PRODUCT = 200

/** A knowledge base article of an update has six or seven digits; shorter ones in MSRC's data are slips ("50185"). */
const KB = /^(?:KB)?([1-9][0-9]{5,6})$/i

/**
 * MSRC has called these by two names. The first edition of Windows 11 got its version into the name when the second one came, and
 * 25H2 was once listed "for ARM systems".
 */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/^windows-11-for-/, 'windows-11-version-21h2-for-'],
  [/-for-arm-systems$/, '-for-arm64-based-systems'],
]

/** Digits of "5094126", "KB5094126" or " kb5094126\n"; null for what is no article: "Release Notes", "None", "20.0.1". */
export const kbNumber = (text: string): string | null => KB.exec(text.trim())?.[1] ?? null

/**
 * The product part of a Microsoft patch's key, from the name as the Security Update Guide writes it: lower case, every run of other
 * characters than `a-z 0-9 . + #` one hyphen. "Windows 8.1 for x64-based systems" and "… Systems", doubled blanks and other hyphens
 * are thus one product; versions ("4.8" and "4.8.1") and languages ("C++", "C#") stay apart, and so do Server Core and the full server,
 * which do not share all CVEs. Throws RangeError for a name of which nothing is left, or more than 200 characters.
 */
export function productSlug(productName: string): string {
  const plain = productName.normalize('NFKC').toLowerCase()
  const slug = plain.replace(/[^a-z0-9.+#]+/g, '-').replace(/^-|-$/g, '')
  if (slug === '') throw new RangeError(`a product's name has no letter or digit: "${productName.slice(0, 50)}"`)
  if (slug.length > LONGEST_PRODUCT)
    throw new RangeError(`a product's name gives ${slug.length} characters, above ${LONGEST_PRODUCT}`)
  return RENAMED.reduce((name, [from, to]) => name.replace(from, to), slug)
}

/**
 * `kb:5094126@windows-11-version-24h2-for-x64-based-systems` (one KB is other files, builds and edges in each product). `number` with or
 * without "KB". Throws RangeError when that is no article's number or the product has no name.
 */
export function kbKey(number: string, productName: string): string {
  const digits = kbNumber(number)
  if (digits === null) throw new RangeError(`no number of a KB article: "${number.slice(0, 50)}"`)
  return `kb:${digits}@${productSlug(productName)}`
}

/** Number and product part of a key that `kbKey` has made; null for every other key. */
export function parseKbKey(key: string): { readonly number: string; readonly product: string } | null {
  const match = /^kb:([1-9][0-9]{5,6})@([a-z0-9.+#-]+)$/.exec(key)
  return match?.[1] === undefined || match[2] === undefined ? null : { number: match[1], product: match[2] }
}
