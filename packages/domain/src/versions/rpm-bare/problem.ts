/** What rpmbuild says against a Version or Release tag ("Illegal char", "is empty"; rpm-version(7)). */
export function rpmBareProblem(version: string): string | undefined {
  if (version === '') return 'is empty'
  if (/[^A-Za-z0-9._+~^]/.test(version)) return 'has a character other than letters, digits and . _ + ~ ^'
  return undefined
}
