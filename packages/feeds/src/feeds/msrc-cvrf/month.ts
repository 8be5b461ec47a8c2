/** What is used of one monthly document, the same whether it came as XML or as JSON. */
export interface Month {
  id: string
  releasedAtMs: number | null
  changedAtMs: number | null
  readonly products: Map<string, Product>
}

export interface Product {
  readonly name: string
  /** "Windows", "ESU", "Developer Tools"; '' outside of the tree of families. */
  readonly family: string
}

export interface Vulnerability {
  cve: string
  title: string
  readonly cwes: string[]
  readonly severities: Threat[]
  readonly scores: Score[]
  readonly fixes: Fix[]
  /** Days of its revisions, as written. */
  readonly revisions: string[]
}

export interface Threat {
  readonly word: string
  readonly products: readonly string[]
}

export interface Score {
  readonly vector: string
  readonly products: readonly string[]
}

/** A remediation of the vendor. */
export interface Fix {
  /** The number of an article where it is one. */
  readonly description: string
  readonly url: string
  readonly supercedence: string
  readonly products: readonly string[]
  readonly subType: string
  readonly restart: string
  readonly fixedBuild: string
}

export const newMonth = (): Month => ({ id: '', releasedAtMs: null, changedAtMs: null, products: new Map() })

export const newVulnerability = (): Vulnerability => ({
  cve: '',
  title: '',
  cwes: [],
  severities: [],
  scores: [],
  fixes: [],
  revisions: [],
})

/** The larger months name 300 products; a product stands once in its family and once in the list of all. */
export const MOST_PRODUCTS = 20_000

export function addProduct(month: Month, id: string, name: string, family: string): void {
  const known = month.products.get(id)
  if (known === undefined && month.products.size >= MOST_PRODUCTS) return
  if (known === undefined || (known.family === '' && family !== '')) month.products.set(id, { name, family })
}
