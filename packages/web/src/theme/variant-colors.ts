import { defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core'

type Colours = ReturnType<VariantColorsResolver>

const ours: Readonly<Record<string, Colours>> = {
  'filled petrol': {
    background: 'var(--py-accent)',
    hover: 'var(--py-accent-hover)',
    color: 'var(--py-on-accent)',
    border: '1px solid transparent',
  },
  'filled red': {
    background: 'var(--py-danger)',
    hover: 'var(--py-danger-hover)',
    color: 'var(--py-on-danger)',
    border: '1px solid transparent',
  },
  'light petrol': {
    background: 'var(--py-accent-soft)',
    hover: 'var(--py-selected)',
    color: 'var(--py-accent)',
    border: '1px solid transparent',
  },
  'subtle petrol': {
    background: 'transparent',
    hover: 'var(--py-accent-soft)',
    color: 'var(--py-accent)',
    border: '1px solid transparent',
  },
  'subtle gray': {
    background: 'transparent',
    hover: 'var(--py-raised)',
    color: 'var(--py-text-quiet)',
    border: '1px solid transparent',
  },
}

/** Buttons take their colours from the tokens; Mantine's own shades do not reach our contrast in the dark. */
export const variantColors: VariantColorsResolver = input =>
  ours[`${input.variant} ${input.color ?? input.theme.primaryColor}`] ?? defaultVariantColorsResolver(input)
