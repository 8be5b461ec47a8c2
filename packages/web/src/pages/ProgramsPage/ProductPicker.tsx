import type { ProgramProduct } from '@patchyard/api'
import { useList } from '../../api/use-api.ts'
import { Picker } from '../../components/Picker/Picker.tsx'
import { usePicker } from '../../components/Picker/use-picker.ts'
import { Reported } from '../../components/Reported/Reported.tsx'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

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
  const picking = usePicker()
  const { search } = picking
  const list = useList('listProgramProducts', search === '' ? {} : { query: { search } }, {
    limit: MOST_OFFERED,
    enabled: chosen === null,
  })
  return (
    <Picker<Offered>
      picking={picking}
      label={t('programs.searchProducts')}
      chosenLabel={t('programs.chosenProduct')}
      chosen={
        chosen && (
          <>
            <Reported text={chosen.product} wrap />
            {chosen.title !== '' && (
              <p>
                <Reported text={chosen.title} wrap />
              </p>
            )}
          </>
        )
      }
      another={t('programs.another')}
      found={list.rows.map(row => ({ ...row, id: row.product }))}
      list={list}
      offersLabel={t('programs.offers')}
      noneFound={t('programs.noneFound')}
      onChoose={onChoose}
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
