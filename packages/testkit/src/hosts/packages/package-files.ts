import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a package puts at one path: text, or something with a mode (octal number, default 0o644), or a link. */
export type PackageFile =
  | string
  | { readonly text: string; readonly mode: number }
  | { readonly copyOf: string; readonly mode?: number }
  | { readonly linkTo: string }

/** Absolute path on the host → content. */
export type PackageFiles = Readonly<Record<string, PackageFile>>

/** Lays the files out under `root`. @throws Error for a path that is not absolute or leaves the root. */
export function layOut(root: string, files: PackageFiles): void {
  for (const [path, file] of Object.entries(files)) {
    if (!path.startsWith('/') || path.split('/').includes('..')) throw new Error(`"${path}" is no path of a package`)
    const target = join(root, path)
    mkdirSync(dirname(target), { recursive: true })
    if (typeof file === 'string') writeFileSync(target, file, { mode: 0o644 })
    else if ('linkTo' in file) symlinkSync(file.linkTo, target)
    else if ('copyOf' in file) {
      copyFileSync(file.copyOf, target)
      chmodSync(target, file.mode ?? 0o644)
    } else {
      writeFileSync(target, file.text)
      chmodSync(target, file.mode)
    }
  }
}
