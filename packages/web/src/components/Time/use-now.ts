import { useEffect, useState } from 'react'
import { usePorts } from '../../api/ports.ts'

const STEP_MS = 20_000

/** The present, moving on a few times a minute; enough for "3 min ago". */
export function useNow(): number {
  const { clock } = usePorts()
  const [now, setNow] = useState(() => clock.nowMs())
  useEffect(() => {
    let cancel = (): void => {}
    const wait = (): void => {
      cancel = clock.after(STEP_MS, () => {
        setNow(clock.nowMs())
        wait()
      })
    }
    wait()
    return () => cancel()
  }, [clock])
  return now
}
