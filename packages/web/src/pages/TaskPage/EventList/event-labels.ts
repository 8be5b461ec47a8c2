/** What an agent's journal entries mean (agent protocol §6.5). A newer agent may know more kinds. */
const labels: ReadonlyMap<string, string> = new Map([
  ['accepted', 'Task received and checked'],
  ['refused', 'Task refused'],
  ['dropped', 'Dropped before it began'],
  ['begin', 'Began'],
  ['itemBegin', 'Patch begun'],
  ['itemEnd', 'Patch ended'],
  ['reboot', 'Reboot'],
  ['end', 'Ended'],
])

export const eventLabel = (kind: string): string => labels.get(kind) ?? kind
