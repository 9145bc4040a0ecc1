import { useEffect } from 'react'
import { tellSignedIn } from '../data/session.ts'

/** In a window of its own: tells the one that waits, and goes. */
export function SignedIn() {
  useEffect(() => {
    tellSignedIn()
    close()
  }, [])
  return (
    <main className="alone">
      <h1>已登录</h1>
      <p>可以关闭这个窗口，回到原来的页面。</p>
    </main>
  )
}
