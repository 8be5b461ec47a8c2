import type { ProgramProduct } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useList } from '../../api/use-api.ts'
import { Offers } from '../../components/Offers/Offers.tsx'
import css from '../../components/PersonPicker/PersonPicker.module.css'
import { Reported } from '../../components/Reported/Reported.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

const PAUSE_MS = 250
const MOST_OFFERED = 6

type Named = Pick<ProgramProduct, 'product' | 'title' | 'vendor'>

interface Offered extends Named {
  readonly id: string
}

interface ProductPickerProps {
  readonly chosen: Named | null
  onChoose(product: Named | null): void
}

/** Chooses a product of the catalog by a part of its id, title or vendor. */
export function ProductPicker({ chosen, onChoose }: ProductPickerProps) {
  const [text, setText] = useState('')
  const [isAgain, setAgain] = useState(false)
  const [rested] = useDebouncedValue(text.trim(), PAUSE_MS)
  const list = useList('listProgramProducts', rested === '' ? {} : { query: { search: rested } }, {
    limit: MOST_OFFERED,
    enabled: chosen === null,
  })
  if (chosen !== null)
    return (
      <div className={css.chosen} role="group" aria-label={t('programs.chosenProduct')}>
        <div className={css.names}>
          <Reported text={chosen.product} wrap />
          {chosen.title !== '' && (
            <p>
              <Reported text={chosen.title} wrap />
            </p>
          )}
        </div>
        <Button
          ref={takeFocus}
          size="compact-sm"
          variant="default"
          onClick={() => {
            setAgain(true)
            onChoose(null)
          }}
        >
          {t('programs.another')}
        </Button>
      </div>
    )
  const found = list.rows.map(row => ({ ...row, id: row.product }))
  const [only] = found
  return (
    <Offers<Offered>
      label={t('programs.searchProducts')}
      text={text}
      {...(isAgain ? { field: takeFocus } : {})}
      found={found}
      listLabel={t('programs.offers')}
      isBehind={list.isStale}
      error={list.error}
      none={list.state === 'ready' && found.length === 0 ? t('programs.noneFound') : null}
      onText={setText}
      onChoose={onChoose}
      onEnter={() => {
        if (only !== undefined && found.length === 1 && rested === text.trim()) onChoose(only)
      }}
      renderOffer={row => (
        <>
          <bdi>{shownText(row.product, 120)}</bdi>
          <span className="quiet">
            <bdi>{shownText([row.title, row.vendor].filter(part => part !== '').join(', '), 160)}</bdi>
          </span>
        </>
      )}
    />
  )
}

/** What was pressed is gone: the focus goes to what came in its place. */
const takeFocus = (element: HTMLElement | null): void => element?.focus()
