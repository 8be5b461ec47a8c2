/** A score of vulnerabilities, or a dash. */
export function Score({ value, digits = 1 }: { readonly value: number | null; readonly digits?: number }) {
  if (value === null) return <span className="quiet nothing">–</span>
  return <span>{value.toFixed(digits)}</span>
}
