import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'

/** Whether facets stand beside the list: as they were left last; at first where there is room. */
export function useFacetsOpen(listName: string): [boolean, (open: boolean) => void] {
  const { memory } = usePorts()
  const place = `facets.${listName}`
  const hasRoom = useMediaQuery('(min-width: 1200px)', true, { getInitialValueInEffect: false })
  const [choice, setChoice] = useState(() => memory.read(place))
  return [
    // On narrow screens they would push the list away: there they open only when asked for.
    choice === null || !hasRoom ? choice === 'narrow' || (choice === null && hasRoom) : choice === 'open',
    open => {
      const next = open ? (hasRoom ? 'open' : 'narrow') : 'closed'
      memory.write(place, next === 'narrow' ? null : next)
      setChoice(next)
    },
  ]
}
