import type { GroupMapping } from '@patchyard/api'
import type { NamedTag } from '../../components/Tags/tag-tree.ts'
import type { AccessForm } from '../PeoplePage/access-form.ts'

/** A mapping keeps its tags by id; names are those of now. */
export const tagsOfMapping = (
  ids: readonly string[],
  byId: ReadonlyMap<string, NamedTag>,
  goneName: string,
): readonly NamedTag[] => ids.map(id => ({ id, name: byId.get(id)?.name ?? goneName }))

export const accessOfMapping = (mapping: GroupMapping, tags: readonly NamedTag[]): AccessForm => ({
  roles: mapping.roles,
  grants: mapping.grants ?? [],
  all: mapping.allAssets,
  tags,
})

export const mappingOf = (group: string, { roles, grants, all, tags }: AccessForm): GroupMapping => ({
  group: group.trim(),
  roles: [...roles],
  grants: [...grants],
  allAssets: all,
  scopeTags: all ? [] : tags.map(tag => tag.id),
})

/** The list with this entry in place of the one of `before`, or behind all others; a group stands in it once. */
export const withMapping = (
  list: readonly GroupMapping[],
  before: string | null,
  entry: GroupMapping,
): GroupMapping[] =>
  list.some(one => one.group === before) ? list.map(one => (one.group === before ? entry : one)) : [...list, entry]
