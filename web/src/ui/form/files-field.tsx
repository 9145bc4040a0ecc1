import { useState } from 'react'
import { TAKEN, uploadFile } from '../../data/files.ts'
import type { FileRef } from '../../data/files.ts'
import { wordsOf } from '../failure-words.ts'
import { PlainButton } from '../plain-button.tsx'

interface FilesFieldProps {
  /** Where files of the case are uploaded. */
  readonly url: string
  readonly refs: readonly FileRef[]
  readonly onChange: (refs: readonly FileRef[]) => void
}

/** Each is uploaded as it is chosen; the act names it. */
export function FilesField({ url, refs, onChange }: FilesFieldProps) {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const [failure, setFailure] = useState<string>()
  const [sending, setSending] = useState<string>()
  const add = async (files: readonly File[]) => {
    setFailure(undefined)
    let all = refs
    for (const file of files) {
      setSending(file.name)
      try {
        const { ref } = await uploadFile(url, file, file.name)
        setNames((known) => new Map(known).set(ref.original, file.name))
        if (all.some(({ original }) => original === ref.original)) continue
        all = [...all, ref]
        onChange(all)
      } catch (error) {
        setFailure(`${file.name}：${wordsOf(error)}`)
      }
    }
    setSending(undefined)
  }
  return (
    <>
      <ul className="files">
        {refs.map((ref, index) => (
          <li key={ref.original}>
            {names.get(ref.original) ?? `第 ${index + 1} 个文件`}{' '}
            <PlainButton
              aria-label={`不用 ${names.get(ref.original) ?? `第 ${index + 1} 个文件`}`}
              onClick={() => onChange(refs.filter((each) => each !== ref))}
            >
              不用
            </PlainButton>
          </li>
        ))}
      </ul>
      <label className="choose-files">
        选择文件
        <input
          type="file"
          multiple
          accept={TAKEN}
          disabled={sending !== undefined}
          onChange={({ target }) => {
            void add([...(target.files ?? [])])
            target.value = ''
          }}
        />
      </label>
      {sending !== undefined && <p role="status">正在上传 {sending}…</p>}
      {failure !== undefined && (
        <p className="error" role="alert">
          {failure}
        </p>
      )}
      <small>JPEG、PNG、WebP 图片或 PDF，每个至多 25 MB；图片里的位置另行记录，不留在图片里</small>
    </>
  )
}
