import { useQuery } from '@tanstack/react-query'
import { useReadAll } from '../../../api/use-api.ts'

/** As many ids as one query takes. */
const A_QUERY = 300
const none: ReadonlySet<string> = new Set()

/** Which of these patches their vendor withdrew: the planner leaves them out. */
export function useDeprecated(ids: readonly string[]): ReadonlySet<string> {
  const readAll = useReadAll('listPatches')
  const { data } = useQuery({
    queryKey: ['listPatches', 'deprecated', ids],
    queryFn: async () => {
      const found = new Set<string>()
      for (let at = 0; at < ids.length; at += A_QUERY) {
        const query = `isDeprecated:true and id:[${ids.slice(at, at + A_QUERY).join(', ')}]`
        for (const patch of await readAll({ query: { query } }, A_QUERY)) found.add(patch.id)
      }
      return found
    },
    enabled: ids.length > 0,
    placeholderData: before => before,
  })
  return ids.length === 0 ? none : (data ?? none)
}
