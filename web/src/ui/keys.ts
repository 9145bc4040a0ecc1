import { useEffect } from 'react'

/** Where a letter is a letter. */
const TYPING = 'input:not([type="checkbox"], [type="radio"]), textarea, select, dialog'

/** Single keys, while nobody is typing and no dialog is open. `?` and the like by the character typed. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const { target } = event
      const taken = event.key === 'Enter' ? `${TYPING}, button, a, summary` : TYPING
      const typing = target instanceof HTMLElement && target.closest(taken) !== null
      const act = keys[event.key]
      if (typing || act === undefined || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [keys])
}
