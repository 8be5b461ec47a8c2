import { branchCheck, type ProductTree } from './csaf-schema.ts'

/** What a product id stands for: a product alone, or a component of one. */
export interface TreeProduct {
  readonly name: string
  readonly cpe: string
  readonly purl: string
  /** Id of the product that it is a component of; '' for a product alone. */
  readonly of: string
  /** Id of the component itself; '' for a product alone. */
  readonly component: string
}

/** Every product that the tree names, by its id; the first of two with one id counts. */
export function readProducts(tree: ProductTree | undefined): ReadonlyMap<string, TreeProduct> {
  const products = new Map<string, TreeProduct>()
  const add = (
    product: {
      readonly name: string
      readonly product_id: string
      readonly product_identification_helper?: { readonly cpe?: string; readonly purl?: string }
    },
    of = '',
    component = '',
  ): void => {
    const { name, product_id: id, product_identification_helper: helper } = product
    if (!products.has(id)) products.set(id, { name, cpe: helper?.cpe ?? '', purl: helper?.purl ?? '', of, component })
  }
  // Bounded by the nesting that JSON is read with.
  const walk = (branches: readonly unknown[]): void => {
    for (const branch of branches) {
      if (!branchCheck.Check(branch)) continue
      if (branch.product !== undefined) add(branch.product)
      if (branch.branches !== undefined) walk(branch.branches)
    }
  }
  walk(tree?.branches ?? [])
  for (const product of tree?.full_product_names ?? []) add(product)
  for (const one of tree?.relationships ?? []) {
    add(one.full_product_name, one.relates_to_product_reference, one.product_reference)
  }
  return products
}

/** Longest chain of relationships in real trees: a package of a module of a product. */
const DEEPEST = 5

/** The product that stands at the end of the chain, and what is its component; null for an id that the tree does not explain. */
export function resolve(
  id: string,
  products: ReadonlyMap<string, TreeProduct>,
): { readonly platform: TreeProduct; readonly component: TreeProduct; readonly module: string } | null {
  const own = products.get(id)
  const component = own === undefined ? undefined : products.get(own.component)
  let platform = own === undefined ? undefined : products.get(own.of)
  let module = moduleOf(component?.purl ?? '')
  for (let depth = 0; platform !== undefined && platform.of !== ''; depth++) {
    if (depth === DEEPEST) return null
    module ||= moduleOf(products.get(platform.component)?.purl ?? '')
    platform = products.get(platform.of)
  }
  return platform === undefined || component === undefined ? null : { platform, component, module }
}

/** `…?rpmmod=nodejs:18:8090020231019152822:a75119d5` and `pkg:rpmmod/redhat/nodejs@18:8090…` are the stream nodejs:18. */
function moduleOf(purl: string): string {
  const text = purl.slice(0, 1000)
  const qualifier = /[?&]rpmmod=([^&]+)/.exec(text)?.[1]
  const own = /^pkg:rpmmod\/[^/]+\/([^@?]+)@([^:?]+)/.exec(text)
  const named = qualifier === undefined ? (own === null ? '' : `${own[1]}:${own[2]}`) : qualifier
  const match = /^([A-Za-z0-9_.+-]{1,60})(?::|%3[Aa])([A-Za-z0-9_.+-]{1,60})/.exec(named)
  return match === null ? '' : `${match[1]}:${match[2]}`
}
