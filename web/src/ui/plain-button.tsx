import type { ButtonHTMLAttributes } from 'react'

/** A button without antd, for what the field's page shares. */
export function PlainButton({
  strong = false,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly strong?: boolean }) {
  return <button type="button" className={strong ? 'plain strong' : 'plain'} {...rest} />
}
