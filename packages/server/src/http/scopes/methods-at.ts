import { apiPrefix } from './api-scope.ts'
import type { AnyRoute } from '../route.ts'

/** Methods that the routes take at a path of a request, for the answer to another one. Empty: no such address. */
export function methodsAt(routes: readonly AnyRoute[], path: string): string[] {
  const parts = path.split('/')
  const fits = (route: AnyRoute): boolean => {
    const pattern = `${apiPrefix}${route.path}`.split('/')
    if (pattern.length !== parts.length) return false
    return pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
  }
  return [...new Set(routes.filter(fits).map(route => route.method))].sort()
}
